package skerry.agent.collect.logs.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file as it is. */
final class PlainContent implements Content {
    private final FileChannel channel;

    PlainContent(Path path) throws IOException {
        channel = FileChannel.open(path, StandardOpenOption.READ);
    }

    @Override
    public int read(long position, byte[] target, int from, int length) throws IOException {
        return channel.read(ByteBuffer.wrap(target, from, length), position);
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public boolean isFinal() {
        return false;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
