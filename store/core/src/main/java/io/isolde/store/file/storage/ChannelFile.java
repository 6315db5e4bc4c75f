package io.isolde.store.file.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Set;

/** A file that is accessed through a channel which an interrupt does not close. Owner-only. */
final class ChannelFile implements StorageFile {
  /*
   * Why this channel. An interrupt closes a FileChannel in the middle of an operation, and hides
   * how the operation has ended. If that is a force, data is lost: the kernel reports a failure
   * only once, then takes the unwritten data for written, and has nothing to do in the next force.
   * An AsynchronousFileChannel stays open. With an executor that runs its tasks at once, everything
   * is done on the calling thread, as fast as with a FileChannel.
   *
   * F1  A force that has failed says so, whatever happens to the thread.
   * F2  What was forced is in the file that has the name, in the directory that is still owned:
   *     both are checked afterwards. So a process that takes over the directory, and then reads the
   *     files, finds all that was acknowledged.
   */
  private final Path path;
  private final Ownership ownership;
  private final AsynchronousFileChannel channel;
  private final FileIdentity identity;

  ChannelFile(Path path, Set<? extends OpenOption> options, Ownership ownership)
      throws IOException {
    this.path = path;
    this.ownership = ownership;
    this.channel = CallerRuns.open(path, options);
    this.identity = identity();
  }

  private FileIdentity identity() throws IOException {
    try {
      return FileIdentity.of(path);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    return Uninterrupted.awaitFile(channel.read(target, position));
  }

  @Override
  public int write(long position, ByteBuffer source) throws IOException {
    return Uninterrupted.awaitFile(channel.write(source, position));
  }

  @Override
  public void truncate(long size) throws IOException {
    channel.truncate(size);
  }

  @Override
  public void force() throws IOException {
    Forces.run(() -> channel.force(false));
    ownership.require();
    identity.require(path);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
