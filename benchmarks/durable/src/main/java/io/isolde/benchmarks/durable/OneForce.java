package io.isolde.benchmarks.durable;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import io.isolde.benchmarks.harness.rounds.Step;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * The floor: writes 100 bytes after the previous ones, into a preallocated file, and forces them.
 * Thread-confined.
 */
final class OneForce implements Step, AutoCloseable {
  private static final int RECORD_BYTES = 100;
  private static final int FILE_BYTES = 8 << 20;

  private final FileChannel file;
  private final ByteBuffer record = ByteBuffer.allocateDirect(RECORD_BYTES);
  private long position;

  OneForce(Path path) throws IOException {
    file = FileChannel.open(path, CREATE_NEW, WRITE);
    file.write(ByteBuffer.allocate(FILE_BYTES));
    file.force(true);
  }

  @Override
  public void run() throws IOException {
    file.write(record.clear(), position);
    file.force(false);
    position = (position + RECORD_BYTES) % (FILE_BYTES - RECORD_BYTES);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
