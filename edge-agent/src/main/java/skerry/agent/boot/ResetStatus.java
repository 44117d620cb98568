package skerry.agent.boot;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import skerry.agent.collect.KernelText;

/**
 * What watchdogs and the firmware say of the last reset. The firmware's register tells a power-on by bit 12; its bits for the watchdog
 * say nothing, since Linux restarts a Raspberry Pi by it. Source: kernel doc watchdog/watchdog-api.rst, include/soc/bcm2835 of
 * PM_RSTS; Raspberry Pi documentation, "Device Tree: chosen/bootloader".
 */
record ResetStatus(boolean watchdog, boolean heat, boolean power, Optional<Boolean> powerOn) {
    private static final int OVERHEAT = 0x01;
    private static final int POWER_UNDER = 0x10;
    private static final int CARD_RESET = 0x20;
    private static final int HAD_POWER_ON = 1 << 12;
    private static final List<String> REGISTERS = List.of("pm_rsts", "rsts");

    static ResetStatus read(Path sysfs) {
        int bits = 0;
        var text = new KernelText();
        File[] watchdogs = sysfs.resolve("class/watchdog").toFile().listFiles();
        for (File watchdog : watchdogs == null ? new File[0] : watchdogs) {
            bits |= (int) text.number(new File(watchdog, "bootstatus")).orElse(0);
        }
        return new ResetStatus(
                (bits & CARD_RESET) != 0, (bits & OVERHEAT) != 0, (bits & POWER_UNDER) != 0, powerOn(sysfs));
    }

    /** Numbers in the device tree are big-endian. */
    private static Optional<Boolean> powerOn(Path sysfs) {
        for (String register : REGISTERS) {
            try (var in =
                    Files.newInputStream(sysfs.resolve("firmware/devicetree/base/chosen/bootloader/" + register))) {
                byte[] word = in.readNBytes(Integer.BYTES);
                if (word.length == Integer.BYTES) {
                    return Optional.of((ByteBuffer.wrap(word).getInt() & HAD_POWER_ON) != 0);
                }
            } catch (IOException e) {
                // Not a Raspberry Pi, or an older firmware.
            }
        }
        return Optional.empty();
    }
}
