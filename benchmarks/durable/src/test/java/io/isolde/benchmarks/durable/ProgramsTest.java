package io.isolde.benchmarks.durable;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.benchmarks.durable.peer.Peer;
import io.isolde.benchmarks.harness.ping.CacheLinePing;
import io.isolde.benchmarks.harness.rounds.Series;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each program, for a moment and with little. */
@Tag("long")
class ProgramsTest {
  private static final List<String> A_MOMENT =
      List.of("--warmups", "0", "--rounds", "1", "--round-millis", "10", "--accounts", "100");

  @TempDir Path directory;

  @BeforeEach
  void giveThePings() {
    System.setProperty(CacheLinePing.GIVEN_NANOS, "33");
  }

  @AfterEach
  void measureThemAgain() {
    System.clearProperty(CacheLinePing.GIVEN_NANOS);
  }

  private void run(String command, List<String> arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(arguments);
    Path scratch = directory.resolve("scratch");
    all.addAll(List.of("--directory", scratch.toString()));
    all.addAll(List.of("--out", raw().resolve(command + ".json").toString()));
    assertThat(Durable.run(all.toArray(String[]::new))).isZero();
    assertThat(scratch).isEmptyDirectory();
  }

  private Path raw() throws Exception {
    return Files.createDirectories(directory.resolve("raw"));
  }

  private String reported(String table) throws Exception {
    Path page = directory.resolve("page.md");
    Files.writeString(page, "before\n<!-- table: " + table + " -->\n<!-- end of table -->\n");
    assertThat(Durable.run("report", page.toString(), raw().toString())).isZero();
    return Files.readString(page);
  }

  @Test
  void commits_areMeasuredOfEveryPeer_andEverySumIsRight() throws Exception {
    run("commits", A_MOMENT);

    List<Series> series = DurableResults.read(raw()).series("commits");
    assertThat(series).hasSize(1 + 3 * Peer.values().length + 1).allMatch(Series::right);
    assertThat(reported("commits commits"))
        .contains("| 1 | one force, near |")
        .contains("| 64 virtual | **`file:`**, near |")
        .contains("| 2 | RocksDB, near |")
        .doesNotContain("wrong");
    assertThat(reported("targets"))
        .containsPattern("64 committers, `sync`, near \\| ≥ 3.00 × every peer \\| [0-9.]+ \\| ");
    assertThat(reported("machine")).contains("`commits --warmups 0 ");
  }

  @Test
  void cpuTime_isMeasured() throws Exception {
    run("cpu", A_MOMENT);

    assertThat(reported("cpu cpu"))
        .contains("| stm:, near |")
        .contains("| async, near |")
        .contains("| none, near |")
        .contains("| encoding alone, near |")
        .doesNotContain("wrong");
    assertThat(reported("targets"))
        .containsPattern(
            "CPU time of an `async` transfer, near \\| ≤ 1.50 [^|]*\\| -?[0-9.]+ \\| ");
  }

  @Test
  void pauses_areMeasured_besideSnapshotsAndCheckpoints() throws Exception {
    run("pauses", A_MOMENT);

    assertThat(reported("pauses pauses"))
        .contains("| 1 async | alone, near |")
        .contains("| 2 sync | snapshot, near |")
        .contains("| 64 sync | checkpoint, near |")
        .doesNotContain("wrong");
    assertThat(reported("targets"))
        .containsPattern("2 sync, beside snapshots, near \\| ≥ 0.80 [^|]*\\| [0-9.]+ \\| ");
  }

  @Test
  void opening_isMeasured_fromCheckpointAndJournal() throws Exception {
    run(
        "opening",
        List.of("--accounts", "50", "--journal-accounts", "5", "--records", "20", "--opens", "2"));

    OpeningFile file = DurableResults.read(raw()).opening("opening").orElseThrow();
    assertThat(file.fromCheckpoint())
        .hasSize(2)
        .allSatisfy(opened -> assertThat(opened.accounts()).isEqualTo(50))
        .allMatch(OpeningFile.Opened::right);
    assertThat(file.fromJournal())
        .allSatisfy(opened -> assertThat(opened.journalRecords()).isEqualTo(20))
        .allMatch(OpeningFile.Opened::right);
    assertThat(reported("opening opening"))
        .contains("| checkpoint of 50.0 entries | fresh |")
        .contains("| journal of 20.0 records | warm |")
        .doesNotContain("wrong");
  }

  @Test
  void large_isMeasured_inSmallJvmsOfItsOwn() throws Exception {
    run(
        "large",
        List.of("--warmups", "0", "--rounds", "1", "--round-millis", "50", "--accounts", "20000"));

    LargeFile file = DurableResults.read(raw()).large("large").orElseThrow();
    assertThat(file.right()).isTrue();
    assertThat(file.heap().limit()).isEqualTo(256L << 20);
    assertThat(file.worked().diskBytes()).isGreaterThan(20_000 * 200);
    assertThat(reported("large large"))
        .containsPattern("ns per lookup \\| [0-9]")
        .contains("| sum, before closing and after opening | right |")
        .doesNotContain("wrong")
        .doesNotContain("?");
    assertThat(reported("targets"))
        .containsPattern("reads \\| ≤ 3.00 × `get` of Chronicle Map \\| [0-9.]+ \\| ")
        .contains("≤ 256 MiB of heap to be had | 256 | met |");
    assertThat(reported("machine")).contains("`large --warmups 0 ");
  }

  @Test
  void encoding_makesARecordOfAboutTwoHundredBytes() {
    Encoding encoding = new Encoding(10);
    encoding.run();

    assertThat(encoding.bytes()).isBetween(2000L, 2300L);
  }

  @Test
  void targets_withoutResults_areNotMeasured() throws Exception {
    assertThat(reported("targets"))
        .contains("| replay of the journal | ≥ 1,000,000 records/s |  | not measured |")
        .doesNotContain("met |")
        .doesNotContain("missed");
  }

  @Test
  void unknownTable_isAnError() throws Exception {
    Path page = directory.resolve("page.md");
    Files.writeString(page, "<!-- table: guesses -->\n<!-- end of table -->\n");

    assertThat(Durable.run("report", page.toString(), raw().toString())).isNotZero();
  }
}
