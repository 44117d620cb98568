package skerry.agent.sync.usb;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import skerry.platform.files.Disk;

/** A disk that knows how many bytes it was given. */
final class CountingDisk implements Disk {
    private final Disk disk;
    private long written;

    CountingDisk(Disk disk) {
        this.disk = disk;
    }

    long written() {
        return written;
    }

    @Override
    public List<String> names(Path folder, int max) throws IOException {
        return disk.names(folder, max);
    }

    @Override
    public void makeFolder(Path folder) throws IOException {
        disk.makeFolder(folder);
    }

    @Override
    public OutputStream create(Path file) throws IOException {
        OutputStream out = disk.create(file);
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                out.write(one);
                written++;
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                out.write(bytes, from, length);
                written += length;
            }

            @Override
            public void close() throws IOException {
                out.close();
            }
        };
    }

    @Override
    public void sync(Path file) throws IOException {
        disk.sync(file);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        disk.syncFolder(folder);
    }

    @Override
    public InputStream open(Path file) throws IOException {
        return disk.open(file);
    }

    @Override
    public void delete(Path file) throws IOException {
        disk.delete(file);
    }

    @Override
    public long free(Path folder) throws IOException {
        return disk.free(folder);
    }
}
