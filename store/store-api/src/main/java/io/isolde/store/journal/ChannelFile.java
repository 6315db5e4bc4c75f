package io.isolde.store.journal;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Set;

/** A file behind a channel, which outlives interrupts. Owner-only. */
final class ChannelFile implements StorageFile {
  private final Path path;

  /** With which to open the file again: without those that would make or empty it. */
  private final Set<OpenOption> access;

  private FileChannel channel;
  private boolean closed;

  ChannelFile(Path path, Set<OpenOption> options) throws IOException {
    this.path = path;
    this.access = options.contains(WRITE) ? Set.of(READ, WRITE) : Set.of(READ);
    this.channel = FileChannel.open(path, options);
  }

  /** The channel, opened again if an interrupt has closed it. */
  private FileChannel channel() throws IOException {
    if (!channel.isOpen() && !closed) {
      channel = FileChannel.open(path, access);
    }
    return channel;
  }

  @Override
  public long size() throws IOException {
    return Uninterrupted.run(() -> channel().size());
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    return Uninterrupted.run(() -> channel().read(target, position));
  }

  /** Written again if interrupted: the same bytes at the same place. */
  @Override
  public int write(long position, ByteBuffer source) throws IOException {
    int start = source.position();
    return Uninterrupted.run(() -> channel().write(source.position(start), position));
  }

  @Override
  public void truncate(long size) throws IOException {
    Uninterrupted.run(() -> channel().truncate(size));
  }

  @Override
  public void force() throws IOException {
    Uninterrupted.run(
        () -> {
          channel().force(false);
          return null;
        });
  }

  @Override
  public void close() throws IOException {
    closed = true;
    channel.close();
  }
}
