package io.isolde.store.file.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.stm.Deadline;
import io.isolde.store.StoreDamagedException;
import io.isolde.store.StoreFailedException;
import io.isolde.store.file.storage.SimulatedDisk;
import io.isolde.store.file.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Power failures at every step of a journal's life, and again while it recovers. What is found
 * afterwards is a prefix of what was appended, and includes everything that was acknowledged.
 */
class JournalCrashTest {
  private static final long SEED = 20_261_122;
  private static final int IMAGES_PER_STEP = 60;
  private static final int CRASH_POINTS_MIN = 10_000;
  private static final long SEGMENT_BYTES = 700;

  /** The owner of a journal, who knows what was appended and what was acknowledged. */
  private static final class Life {
    private final Random random;
    private final List<byte[]> appended;
    private long acknowledged;

    /**
     * Begins with the records that were found. The first {@code acknowledged} of them will be found
     * again even without a repair.
     */
    Life(Random random, List<byte[]> found, long acknowledged) {
      this.random = random;
      this.appended = new ArrayList<>(found);
      this.acknowledged = acknowledged;
    }

    /** Works until it is done or the power fails. */
    void live(Storage storage, int rounds) throws IOException {
      try {
        Manifest manifest = new Manifest(Manifest.fresh().store(), 0, 0, 0);
        if (!storage.list().contains(Manifest.NAME)) {
          manifest.write(storage);
        } else {
          manifest = Manifest.read(storage);
        }
        JournalScan scan =
            JournalScan.run(storage, manifest, (file, offset, sequence, payload) -> {});
        scan.repair();
        acknowledged = scan.last();
        work(journal(storage, manifest, scan), rounds);
      } catch (SimulatedDisk.PowerCut e) {
        assertThat(e).hasMessage("no power");
      } catch (StoreFailedException e) {
        assertThat(e).rootCause().isInstanceOf(SimulatedDisk.PowerCut.class);
      }
    }

    private void work(Journal journal, int rounds) {
      for (int round = 0; round < rounds; round++) {
        JournalEntry last = append(journal);
        for (int i = random.nextInt(4); i > 0; i--) {
          last = append(journal);
        }
        if (random.nextInt(4) == 0) {
          journal.awaitWrittenBut(last, 0, Deadline.after(null));
        } else {
          journal.awaitForced(journal.last());
          acknowledged = journal.last();
        }
      }
    }

    private JournalEntry append(Journal journal) {
      byte[] payload = new byte[1 + random.nextInt(200)];
      random.nextBytes(payload);
      appended.add(payload);
      JournalEntry entry = journal.append(payload);
      entry.markVisible();
      return entry;
    }

    /** Checks what is found on a disk after a crash, and returns it. */
    List<byte[]> judge(Storage storage) throws IOException {
      List<byte[]> found = find(storage);
      assertThat(found).hasSizeBetween((int) acknowledged, appended.size());
      for (int i = 0; i < found.size(); i++) {
        assertThat(found.get(i)).as("record " + (i + 1)).isEqualTo(appended.get(i));
      }
      return found;
    }
  }

  private static Journal journal(Storage storage, Manifest manifest, JournalScan scan) {
    return new Journal(storage, manifest.store(), SEGMENT_BYTES, scan, new byte[0]);
  }

  private static List<byte[]> find(Storage storage) throws IOException {
    List<byte[]> found = new ArrayList<>();
    Manifest manifest = Manifest.read(storage);
    if (manifest != null) {
      JournalScan.run(storage, manifest, (file, offset, sequence, payload) -> found.add(payload));
    }
    return found;
  }

  /**
   * Cuts the power at each step of a life. Then starts from each of many disks that this may leave:
   * continues, cuts the power again, and recovers. Returns the number of crashes.
   */
  private static int crashEverywhere(
      Consumer<SimulatedDisk> fault, UnaryOperator<SimulatedDisk> afterCrash) throws IOException {
    SimulatedDisk whole = new SimulatedDisk();
    new Life(new Random(SEED), List.of(), 0).live(whole, 12);
    int crashes = 0;
    for (int cut = 1; cut <= whole.steps() + 1; cut++) {
      SimulatedDisk disk = new SimulatedDisk();
      fault.accept(disk);
      disk.cutAfter(cut);
      Life life = new Life(new Random(SEED), List.of(), 0);
      life.live(disk, 12);
      for (int image = 0; image < IMAGES_PER_STEP; image++) {
        Random random = new Random(SEED + 31L * cut + image);
        SimulatedDisk found = afterCrash.apply(disk.crashed(random));
        crashAgain(life.judge(found), found, random, afterCrash);
        crashes += 2;
      }
    }
    return crashes;
  }

  private static void crashAgain(
      List<byte[]> found,
      SimulatedDisk disk,
      Random random,
      UnaryOperator<SimulatedDisk> afterCrash)
      throws IOException {
    Life second = new Life(random, found, found.size());
    disk.cutAfter(1 + random.nextInt(30));
    second.live(disk, 4);
    if (random.nextInt(4) == 0) {
      disk.powerOn();
      second = new Life(random, second.judge(disk), second.acknowledged); // killed: nothing is lost
      disk.cutAfter(1 + random.nextInt(30));
      second.live(disk, 4);
    }
    second.judge(afterCrash.apply(disk.crashed(random)));
  }

  @Test
  void recovery_afterCrashAtAnyStep_findsAllThatWasAcknowledged() throws IOException {
    int crashes = crashEverywhere(disk -> {}, UnaryOperator.identity());

    assertThat(crashes).isGreaterThan(CRASH_POINTS_MIN);
  }

  @Test
  void recovery_withShortWrites_findsAllThatWasAcknowledged() throws IOException {
    SimulatedDisk disk = new SimulatedDisk();
    disk.writeShort(7);
    Life life = new Life(new Random(SEED), List.of(), 0);
    life.live(disk, 3);

    assertThat(life.judge(disk)).hasSize(life.appended.size());
  }

  // ---- planted faults ----

  @Test
  void acknowledgementBeforeForce_isCaught() {
    assertCaught(SimulatedDisk::lieAboutForce, UnaryOperator.identity());
  }

  @Test
  void missingChecksum_isCaught() {
    assertCaught(disk -> {}, CarelessReading::withoutChecksums);
  }

  @Test
  void missingTruncation_isCaught() {
    assertCaught(SimulatedDisk::ignoreTruncation, UnaryOperator.identity());
  }

  @Test
  void tailCutTooShort_isCaught() {
    assertCaught(disk -> disk.cutElsewhere(size -> size - 1), UnaryOperator.identity());
  }

  @Test
  void damageBeforeTheTailSkipped_isCaught() {
    assertCaught(disk -> {}, CarelessReading::skippingDamage);
  }

  @Test
  void directoryThatIsNotForced_isCaught() {
    assertCaught(disk -> disk.lieAboutForce(String::isEmpty), UnaryOperator.identity());
  }

  private static void assertCaught(
      Consumer<SimulatedDisk> fault, UnaryOperator<SimulatedDisk> afterCrash) {
    assertThatThrownBy(() -> crashEverywhere(fault, afterCrash))
        .isInstanceOfAny(AssertionError.class, StoreDamagedException.class);
  }
}
