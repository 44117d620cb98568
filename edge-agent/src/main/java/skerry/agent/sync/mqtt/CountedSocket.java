package skerry.agent.sync.mqtt;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Proxy;
import java.net.Socket;
import skerry.agent.budget.WireMeter;

/** Counts what passes under TLS, both ways. The few bytes of a proxy's CONNECT are not among it. */
final class CountedSocket extends Socket {
    private final WireMeter meter;

    CountedSocket(Proxy proxy, WireMeter meter) {
        super(proxy);
        this.meter = meter;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                int one = in.read();
                meter.passed(one < 0 ? 0 : 1);
                return one;
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                int count = in.read(bytes, from, length);
                meter.passed(Math.max(0, count));
                return count;
            }
        };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(super.getOutputStream()) {
            @Override
            public void write(int one) throws IOException {
                out.write(one);
                meter.passed(1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                out.write(bytes, from, length);
                meter.passed(length);
            }
        };
    }
}
