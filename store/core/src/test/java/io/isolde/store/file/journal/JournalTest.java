package io.isolde.store.file.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.isolde.store.StoreFailedException;
import io.isolde.store.file.storage.SimulatedDisk;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JournalTest {
  private static Journal open(SimulatedDisk disk) throws IOException {
    Manifest manifest = new Manifest(new UUID(1, 2), 0, 0, 0);
    manifest.write(disk);
    JournalScan scan = JournalScan.run(disk, manifest, (file, offset, sequence, payload) -> {});
    return new Journal(disk, manifest.store(), 1 << 12, scan, new byte[0]);
  }

  /** As when a record cannot be taken back for want of memory. */
  @Test
  void fail_byTheUser_acceptsNoRecordAndAcknowledgesNone() throws IOException {
    Journal journal = open(new SimulatedDisk());
    JournalEntry entry = journal.append(new byte[1]);

    StoreFailedException failure = journal.fail(new OutOfMemoryError("planted"));

    assertThat(failure).hasMessageContaining("planted");
    assertThatExceptionOfType(StoreFailedException.class)
        .isThrownBy(() -> journal.append(new byte[1]));
    assertThatExceptionOfType(StoreFailedException.class)
        .isThrownBy(() -> journal.awaitForced(entry.sequence()));
    assertThat(journal.fail(new OutOfMemoryError("another"))).isSameAs(failure);
  }
}
