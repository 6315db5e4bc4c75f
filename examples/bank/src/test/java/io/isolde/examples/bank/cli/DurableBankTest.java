package io.isolde.examples.bank.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.examples.bank.BankException;
import io.isolde.examples.bank.ExitCode;
import io.isolde.examples.bank.OrderEntry;
import io.isolde.examples.bank.csv.OrderFormat;
import io.isolde.examples.bank.csv.OrderReader;
import io.isolde.examples.bank.csv.Parsed;
import io.isolde.examples.bank.csv.Source;
import io.isolde.examples.bank.csv.TextSource;
import io.isolde.examples.bank.ledger.Ledger;
import io.isolde.examples.bank.ledger.Outcome;
import io.isolde.examples.bank.ledger.PaymentLimit;
import io.isolde.examples.bank.ledger.Receipts;
import io.isolde.examples.bank.ledger.ReceiptsByLine;
import io.isolde.examples.bank.ledger.StoredDecimals;
import io.isolde.examples.bank.run.FileSettings;
import io.isolde.examples.bank.run.Fingerprint;
import io.isolde.examples.bank.run.Intake;
import io.isolde.examples.bank.run.OrderFile;
import io.isolde.examples.bank.run.OrderFiles;
import io.isolde.examples.bank.run.Part;
import io.isolde.examples.bank.run.Progress;
import io.isolde.examples.bank.run.RunSettings;
import io.isolde.examples.bank.run.StopSignal;
import io.isolde.examples.bank.run.Summary;
import io.isolde.examples.bank.run.Tally;
import io.isolde.store.Store;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders in a durable store take effect once, however often the command is given. */
@ParameterizedClass
@MethodSource("backends")
class DurableBankTest {
  private static final String MONDAY =
      "payer,payee,amount\na,b,10\nb,c,1500\nc,c,1\na,x\nc,a,0\na,b,20\n";
  private static final String TUESDAY = "payer,payee,amount\nb,a,5\n";

  /** Orders in the lines 2 to 96, but for two malformed ones. */
  private static final String MANY =
      "payer,payee,amount\n"
          + "a,b,1\n".repeat(15)
          + "a,b\n"
          + "a,b,1\n".repeat(77)
          + "a,b,x\n"
          + "a,b,1\n";

  private static final String AFTER_MONDAY = "account,balance\na,970.00\nb,1030.00\nc,1000.00\n";

  /**
   * A durable store.
   *
   * @param uri with %s in place of the directory
   * @param recovered what the store reports as recovered when it is opened again, as a pattern
   */
  record Backend(String uri, String recovered) {
    @Override
    public String toString() {
      return uri;
    }
  }

  /** The second backend makes checkpoints, and bases with them, all the time. */
  static Stream<Backend> backends() {
    return Stream.of(
        new Backend("file:%s?mode=sync", "0 records of a checkpoint, and [1-9][0-9]* records"),
        new Backend("chronicle:%s?checkpointBytes=500", "[0-9]+ records? of a checkpoint, and"));
  }

  @Parameter Backend backend;

  @TempDir private Path folder;

  @Test
  void apply_sameFileAgain_appliesNothingAndSaysSo() throws IOException {
    assertThat(apply("monday.csv", MONDAY).out())
        .startsWith("Recovered   nothing, the store is new");
    CommandRun again = apply("monday.csv", MONDAY);
    assertThat(again.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(again.out())
        .containsPattern("Recovered +" + backend.recovered())
        .containsPattern("Known .*monday.csv was applied to its end before")
        .containsPattern("Orders +2 applied, 2 of them before")
        .containsPattern(" 1 refused: insufficient funds, 1 of them before")
        .containsPattern(" 1 refused: same account, 1 of them before")
        .containsPattern(" 1 refused: non-positive amount, 1 of them before")
        .containsPattern("Malformed +1 line")
        .contains("0 orders per second")
        .contains("3,000.00 in 3 accounts, exactly what was opened");
    assertThat(balances()).isEqualTo(AFTER_MONDAY);
  }

  @Test
  void apply_sameContentUnderAnotherName_isTheSameFile() throws IOException {
    apply("monday.csv", MONDAY);
    assertThat(apply("copy.csv", MONDAY).out()).contains("copy.csv was applied to its end before");
    assertThat(balances()).isEqualTo(AFTER_MONDAY);
  }

  @Test
  void apply_fileOfTheNextDay_isAppliedToWhatIsThere() throws IOException {
    apply("orders.csv", MONDAY);
    CommandRun tuesday = apply("orders.csv", TUESDAY);
    assertThat(tuesday.out()).containsPattern("Orders +1 applied\n").doesNotContain("before");
    assertThat(balances()).isEqualTo("account,balance\na,975.00\nb,1025.00\nc,1000.00\n");
    assertThat(apply("orders.csv", MONDAY).out()).contains("2 applied, 2 of them before");
  }

  @Test
  void apply_ordersSettledInAnyOrderBefore_settlesTheOthers() throws IOException {
    settle(MONDAY, 3, 7);
    CommandRun rest = apply("monday.csv", MONDAY);
    assertThat(rest.out())
        .containsPattern("Orders +2 applied, 1 of them before")
        .containsPattern(" 1 refused: insufficient funds, 1 of them before")
        .containsPattern(" 1 refused: same account\n")
        .doesNotContain("Known");
    assertThat(balances()).isEqualTo(AFTER_MONDAY);
  }

  @Test
  void apply_refusedBefore_staysRefusedThoughThereIsMoneyNow() throws IOException {
    String orders = "payer,payee,amount\na,b,1500\nc,a,900\n";
    settle(orders, 2);
    settle(orders, 3);
    CommandRun rest = apply("orders.csv", orders);
    assertThat(rest.out())
        .containsPattern("Orders +1 applied, 1 of them before")
        .containsPattern(" 1 refused: insufficient funds, 1 of them before");
    assertThat(balances()).isEqualTo("account,balance\na,1900.00\nb,1000.00\nc,100.00\n");
  }

  @Test
  void apply_allSettledButNotComplete_isCompleted() throws IOException {
    settle(MONDAY, 2, 3, 4, 6, 7);
    assertThat(apply("monday.csv", MONDAY).out())
        .containsPattern("Orders +2 applied, 2 of them before")
        .doesNotContain("Known");
    assertThat(apply("monday.csv", MONDAY).out()).contains("Known");
  }

  @Test
  void apply_anotherFileWhileOneIsUnfinished_isRefusedAndNamesBoth() throws IOException {
    settle(MONDAY, 2);
    CommandRun tuesday = apply("tuesday.csv", TUESDAY);
    assertThat(tuesday.exitCode()).isEqualTo(ExitCode.INPUT);
    assertThat(tuesday.err())
        .contains("orders.csv (58 bytes, SHA-256 ", " is not finished in the store " + uri())
        .contains("this is " + folder.resolve("tuesday.csv") + " (25 bytes, SHA-256 ")
        .contains("--leave-unfinished");
    assertThat(tuesday.out()).doesNotContain("Orders");
  }

  @Test
  void apply_anotherFileAndLeaveUnfinished_bothAreAppliedOnce() throws IOException {
    settle(MONDAY, 2);
    assertThat(apply("tuesday.csv", TUESDAY, "--leave-unfinished").out())
        .containsPattern("Orders +1 applied\n");
    assertThat(apply("monday.csv", MONDAY).out()).contains("2 applied, 1 of them before");
    assertThat(balances()).isEqualTo("account,balance\na,975.00\nb,1025.00\nc,1000.00\n");
  }

  @Test
  void apply_idsSettledInAnotherFile_areNotAppliedAgain() throws IOException {
    apply("monday.csv", "no,payer,payee,amount\n1,a,b,10\n2,a,b,20\n", "--id-column=no");
    CommandRun corrected =
        apply("monday.csv", "no,payer,payee,amount\n2,a,b,20\n3,a,b,30\n", "--id-column=no");
    assertThat(corrected.out()).containsPattern("Orders +2 applied, 1 of them before");
    assertThat(balances()).isEqualTo("account,balance\na,940.00\nb,1060.00\n");
  }

  @Test
  void apply_idTwiceInOneFile_appliesTheFirstAndRefusesOtherOrders() throws IOException {
    String orders = "id,payer,payee,amount\n1,a,b,10\n1,a,b,10\n1,a,b,11\n,a,b,1\n";
    CommandRun run = apply("orders.csv", orders, "--id-column=id");
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out())
        .containsPattern("Orders +2 applied, 1 of them before")
        .containsPattern(" 1 refused: id of another order\n")
        .contains("line 5: the id is empty");
    assertThat(balances()).isEqualTo("account,balance\na,990.00\nb,1010.00\n");
  }

  @Test
  void apply_idsInAStoreInMemory_meanTheSame() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("orders.csv"), "id,payer,payee,amount\n1,a,b,10\n1,a,b,11\n");
    CommandRun run = CommandRun.of("apply", "--id-column=id", file.toString());
    assertThat(run.out())
        .containsPattern("Orders +1 applied\n")
        .containsPattern(" 1 refused: id of another order\n");
  }

  @Test
  void apply_beginningWithoutIdsAndGoingOnWith_isRefused() throws IOException {
    apply("orders.csv", "id,payer,payee,amount\n1,a,b,10\n");
    CommandRun run = apply("orders.csv", "id,payer,payee,amount\n1,a,b,10\n", "--id-column=id");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("was begun without --id-column; expected the same now");
  }

  @Test
  void begin_pipeWithoutIds_isRefused() {
    try (Store store = Store.open(uri())) {
      Source pipe = new Pipe("payer,payee,amount\na,b,1\n");
      assertThatThrownBy(
              () -> Intake.begin(store, pipe, OrderFormat.standard(), FileSettings.DEFAULT))
          .isInstanceOf(BankException.class)
          .hasMessageContaining("pipe is not a regular file")
          .hasMessageContaining("--id-column");
    }
  }

  @Test
  void apply_pipeWithIdsTwice_appliesThemOnce() throws Exception {
    Source pipe = new Pipe("id,payer,payee,amount\n1,a,b,10\n2,a,b,20\n");
    OrderFormat format = OrderFormat.standard().withIds("id");
    assertThat(apply(pipe, format).tally().orders(Outcome.APPLIED)).isEqualTo(2);
    Tally again = apply(pipe, format).tally();
    assertThat(again.orders(Outcome.APPLIED)).isZero();
    assertThat(again.ordersBefore(Outcome.APPLIED)).isEqualTo(2);
  }

  @Test
  void begin_pipeWhileAFileIsUnfinished_isRefused() throws IOException {
    settle(MONDAY, 2);
    Source pipe = new Pipe("id,payer,payee,amount\n1,a,b,10\n");
    assertThatThrownBy(() -> apply(pipe, OrderFormat.standard().withIds("id")))
        .isInstanceOf(BankException.class)
        .hasMessageContaining("orders.csv (58 bytes")
        .hasMessageContaining("this is pipe");
  }

  @Test
  void apply_fileChangedMeanwhile_isLeftUnfinished() {
    assertThatThrownBy(() -> apply(new GrowingSource(), OrderFormat.standard()))
        .isInstanceOf(BankException.class)
        .hasMessageContaining("was changed while it was applied");
    assertThatThrownBy(() -> apply(TextSource.of(TUESDAY), OrderFormat.standard()))
        .isInstanceOf(BankException.class)
        .hasMessageContaining("is not finished");
  }

  @Test
  void apply_interrupted_isContinuedWhereItStopped() throws Exception {
    String text = "payer,payee,amount,note\n" + ("a,b,0.01," + "x".repeat(300) + "\n").repeat(500);
    StopSignal stop = new StopSignal();
    Summary first = apply(new StoppingSource(text, stop), OrderFormat.standard(), stop);
    assertThat(first.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
    long applied = first.tally().orders(Outcome.APPLIED);
    assertThat(applied).isEqualTo(first.lastLine() - 1).isBetween(1L, 499L);
    Tally rest = apply(TextSource.of(text), OrderFormat.standard()).tally();
    assertThat(rest.ordersBefore(Outcome.APPLIED)).isEqualTo(applied);
    assertThat(rest.orders(Outcome.APPLIED)).isEqualTo(500 - applied);
    assertThat(balances()).isEqualTo("account,balance\na,995.00\nb,1005.00\n");
  }

  @Test
  void apply_limitAndContinued_countsWhatWasPaidBefore() throws IOException {
    settle(MONDAY, new FileSettings(Part.WHOLE, OptionalLong.of(25_00), false), 2);
    CommandRun rest = apply("monday.csv", MONDAY, "--limit=25");
    assertThat(rest.out())
        .containsPattern("Orders +1 applied, 1 of them before")
        .containsPattern(" 1 refused: beyond the limit\n")
        .containsPattern("Limit +10.00 of 25.00 paid");
    assertThat(apply("monday.csv", MONDAY, "--limit=25").out())
        .contains("Known", " 1 refused: beyond the limit, 1 of them before");
    assertThat(balances()).isEqualTo("account,balance\na,990.00\nb,1010.00\nc,1000.00\n");
  }

  @Test
  void apply_anotherLimitThanBefore_isRefused() throws IOException {
    settle(MONDAY, new FileSettings(Part.WHOLE, OptionalLong.of(25_00), false), 2);
    assertThat(apply("monday.csv", MONDAY, "--limit=26").err())
        .contains("was begun with another --limit; expected the same now");
    assertThat(apply("monday.csv", MONDAY).exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(apply("tuesday.csv", TUESDAY, "--leave-unfinished").exitCode()).isZero();
    assertThat(apply("tuesday.csv", TUESDAY, "--limit=25").err())
        .contains("was begun without --limit; expected the same now");
  }

  @Test
  void begin_pipeWithLimit_isRefused() {
    try (Store store = Store.open(uri())) {
      Source pipe = new Pipe("id,payer,payee,amount\n1,a,b,1\n");
      OrderFormat format = OrderFormat.standard().withIds("id");
      FileSettings settings = new FileSettings(Part.WHOLE, OptionalLong.of(1), false);
      assertThatThrownBy(() -> Intake.begin(store, pipe, format, settings))
          .isInstanceOf(BankException.class)
          .hasMessageContaining("pipe is not a regular file", "--limit");
    }
  }

  @Test
  void apply_partByPart_appliesEachOrderOnce() throws IOException {
    CommandRun second = apply("many.csv", MANY, "--part=2/3");
    assertThat(second.out())
        .containsPattern("Orders +31 applied\n")
        .containsPattern("Malformed +1 line\n +line 17: ")
        .containsPattern("Parts +1/3 and 3/3 of .*many.csv still to be finished\n$");
    assertThat(balances()).isEqualTo("account,balance\na,969.00\nb,1031.00\n");
    assertThat(apply("many.csv", MANY, "--part=1/3").out())
        .containsPattern("Orders +31 applied\n")
        .containsPattern("Malformed +0 lines");
    assertThat(apply("many.csv", MANY, "--part=3/3").out())
        .containsPattern("Orders +31 applied\n")
        .containsPattern("Malformed +1 line\n +line 95: ")
        .containsPattern("Parts +all of .*many.csv was applied\n$");
    assertThat(apply("many.csv", MANY).out())
        .contains("many.csv was applied to its end before")
        .containsPattern("Orders +93 applied, 93 of them before")
        .containsPattern("Malformed +2 lines");
    assertThat(balances()).isEqualTo("account,balance\na,907.00\nb,1093.00\n");
  }

  @Test
  void apply_partAgain_isKnown() throws IOException {
    apply("many.csv", MANY, "--part=2/3");
    assertThat(apply("many.csv", MANY, "--part=2/3").out())
        .containsPattern("Known +part 2/3 of .*many.csv was applied to its end before")
        .containsPattern("Orders +31 applied, 31 of them before")
        .containsPattern("Malformed +1 line\n")
        .containsPattern("Parts +1/3 and 3/3 of");
  }

  @Test
  void apply_otherPartsAndTheWhole_applyWhatIsLeft() throws IOException {
    apply("many.csv", MANY, "--part=2/3");
    assertThat(apply("many.csv", MANY, "--part=1/2").out())
        .containsPattern("Orders +47 applied, 16 of them before\n")
        .containsPattern("Parts +2/2 of");
    assertThat(apply("many.csv", MANY).out())
        .containsPattern("Orders +93 applied, 62 of them before");
    assertThat(apply("many.csv", MANY, "--part=7/9").out())
        .contains("many.csv was applied to its end before")
        .containsPattern("Orders +93 applied, 93 of them before");
    assertThat(balances()).isEqualTo("account,balance\na,907.00\nb,1093.00\n");
  }

  @Test
  void apply_anotherFileAfterAPart_isRefused() throws IOException {
    apply("many.csv", MANY, "--part=2/3");
    assertThat(apply("tuesday.csv", TUESDAY).err()).contains("many.csv", "is not finished");
  }

  @Test
  void apply_partsWithIds_applyEachIdOnce() throws IOException {
    String orders = "id,payer,payee,amount\n" + "1,a,b,1\n".repeat(20) + "2,a,b,1\n".repeat(20);
    for (String part : List.of("1/2", "2/2", "2/2")) {
      apply("orders.csv", orders, "--id-column=id", "--part=" + part);
    }
    assertThat(balances()).isEqualTo("account,balance\na,998.00\nb,1002.00\n");
  }

  @Test
  void apply_partsWithOut_writeTheBalancesOnceAllAreFinished() throws IOException {
    Path out = folder.resolve("out.csv");
    assertThat(apply("many.csv", MANY, "--part=1/2", "--out=" + out).out())
        .containsPattern("Balances +not written, for other parts are not finished\n$");
    assertThat(out).doesNotExist();
    assertThat(apply("many.csv", MANY, "--part=2/2", "--out=" + out).out())
        .contains("written to " + out);
    assertThat(out).hasContent("account,balance\na,907.00\nb,1093.00\n");
  }

  @Test
  void apply_partsWithLimit_shareIt() throws IOException {
    apply("many.csv", MANY, "--part=1/2", "--limit=50");
    assertThat(apply("many.csv", MANY, "--part=2/2", "--limit=50").out())
        .containsPattern("Orders +3 applied\n")
        .containsPattern(" 43 refused: beyond the limit\n")
        .containsPattern("Limit +50.00 of 50.00 paid");
  }

  /** Two processes that take each other for dead, and share a store, do this. */
  @Test
  void apply_fileThatAnotherFinishes_appliesNothingTwice() throws Exception {
    Source source = TextSource.of(MANY);
    try (Store store = Store.open(uri())) {
      StoredDecimals.require(store, 2);
      Intake late = Intake.begin(store, source, OrderFormat.standard(), FileSettings.DEFAULT);
      Intake fast = Intake.begin(store, source, OrderFormat.standard(), FileSettings.DEFAULT);
      assertThat(apply(fast, store).tally().orders(Outcome.APPLIED)).isEqualTo(93);
      assertThatThrownBy(() -> apply(late, store))
          .isInstanceOf(BankException.class)
          .hasMessageContaining("another process has applied the file to its end meanwhile");
    }
    assertThat(balances()).isEqualTo("account,balance\na,907.00\nb,1093.00\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0/3", "4/3", "3", "1/0", "-1/2", "1/1000", "1/2/3", ""})
  void apply_partThatIsNone_isAUsageError(String part) throws IOException {
    CommandRun run = apply("many.csv", MANY, "--part=" + part);
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("--part must be").contains("such as 2/3", "'" + part + "'");
  }

  @Test
  void apply_otherDecimals_isRefused() throws IOException {
    apply("monday.csv", MONDAY);
    CommandRun run = apply("tuesday.csv", TUESDAY, "--decimals=3");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("have 2 decimals; expected --decimals 2, not 3");
    assertThat(balances()).isEqualTo(AFTER_MONDAY);
  }

  @Test
  void apply_accountsThatAreOpen_areNotOpenedAgain() throws IOException {
    String accounts = write("accounts.csv", "account,balance\na,50\nb,0\n").toString();
    apply("monday.csv", "payer,payee,amount\na,b,10\n", "--accounts=" + accounts);
    write("accounts.csv", "account,balance\na,50\nb,0\nc,7\n");
    apply("tuesday.csv", "payer,payee,amount\nc,b,1\n", "--accounts=" + accounts);
    assertThat(balances()).isEqualTo("account,balance\na,40.00\nb,11.00\nc,6.00\n");
  }

  @Test
  void apply_accountsOpenedWithOtherAmounts_areRefused() throws IOException {
    apply("monday.csv", MONDAY);
    String accounts = write("accounts.csv", "account,balance\na,1000\nb,7\nc,8\n").toString();
    CommandRun run = apply("tuesday.csv", TUESDAY, "--accounts=" + accounts);
    assertThat(run.exitCode()).isEqualTo(ExitCode.INPUT);
    assertThat(run.err()).contains("the account 'b' is open already, and was not opened with 7.00");
    assertThat(balances()).isEqualTo(AFTER_MONDAY);
  }

  @Test
  void apply_closingBalances_areThoseOfTheStore() throws IOException {
    apply("monday.csv", MONDAY);
    Path out = folder.resolve("out.csv");
    apply("monday.csv", MONDAY, "--out=" + out);
    assertThat(out).hasContent(AFTER_MONDAY);
  }

  @Test
  void apply_storeOpenElsewhere_saysSo() throws IOException {
    try (Store store = Store.open(uri())) {
      CommandRun run = apply("monday.csv", MONDAY);
      assertThat(run.exitCode()).isEqualTo(ExitCode.INPUT);
      assertThat(run.err()).contains(store.uri() + " cannot be opened", "open already");
    }
  }

  @Test
  void apply_storeDamaged_saysWhereAndAppliesNothing() throws IOException {
    apply("monday.csv", MONDAY);
    Files.write(folder.resolve("bank/manifest"), new byte[64]);
    CommandRun run = apply("tuesday.csv", TUESDAY);
    assertThat(run.exitCode()).isEqualTo(ExitCode.INPUT);
    assertThat(run.err()).contains("cannot be opened", "manifest, byte");
    assertThat(run.out()).isEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void apply_storeThatCannotBeWritten_saysSoAndIsContinuedLater() throws Exception {
    apply("monday.csv", MONDAY);
    Path file = write("tuesday.csv", TUESDAY);
    Process full =
        JavaProcess.startWithSmallFiles(
            "apply", "--no-progress", "--store", uri(), file.toString());
    assertThat(full.waitFor()).isEqualTo(ExitCode.OUTPUT);
    assertThat(new String(full.getErrorStream().readAllBytes(), UTF_8))
        .contains("bank apply: the store " + uri(), "cannot be written any more", "File too large")
        .doesNotContain("\tat ", "SLF4J", "openhft");
    assertThat(apply("tuesday.csv", TUESDAY).out()).containsPattern("Orders +1 applied");
    assertThat(balances()).isEqualTo("account,balance\na,975.00\nb,1025.00\nc,1000.00\n");
  }

  @Test
  void apply_storeReadOnly_isRefused() throws IOException {
    apply("monday.csv", MONDAY);
    Path file = write("tuesday.csv", TUESDAY);
    CommandRun run = CommandRun.of("apply", "--store", uri() + "&readOnly=true", file.toString());
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("cannot hold the bank").contains("read-only");
  }

  @Test
  void balances_storeReadOnly_arePrinted() throws IOException {
    apply("monday.csv", MONDAY);
    assertThat(CommandRun.of("balances", "--store", uri() + "&readOnly=true").out())
        .isEqualTo(AFTER_MONDAY);
  }

  @Test
  void balances_noSuchStore_isRefusedAndNoneIsMade() {
    Path typo = folder.resolve("typo");
    for (String scheme : List.of("file:", "chronicle:", "FILE:")) {
      for (String options : List.of("", "?mode=async", "?readOnly=true")) {
        CommandRun run = CommandRun.of("balances", "--store", scheme + typo + options);
        assertThat(run.exitCode()).isEqualTo(ExitCode.INPUT);
        assertThat(run.err())
            .isEqualToIgnoringNewLines(
                "bank balances: there is no store " + scheme + typo + options);
        assertThat(typo).doesNotExist();
      }
    }
  }

  @Test
  void balances_emptyDirectory_staysEmpty() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThat(CommandRun.of("balances", "--store=file:" + empty).exitCode())
        .isEqualTo(ExitCode.INPUT);
    assertThat(empty).isEmptyDirectory();
  }

  @Test
  void balances_storeOfOthers_isRefused() {
    String uri = "file:" + folder.resolve("others");
    try (Store others = Store.open(uri)) {
      others.counter("hits").increment();
    }
    CommandRun run = CommandRun.of("balances", "--store", uri);
    assertThat(run.exitCode()).isEqualTo(ExitCode.INPUT);
    assertThat(run.err()).contains("there is no bank in the store " + uri);
  }

  @Test
  void store_nameWithOtherTypes_isRefusedInOneSentence() throws IOException {
    try (Store others = Store.open(uri())) {
      others.map("accounts", String.class, Long.class).put("a", 1L);
    }
    for (CommandRun run :
        List.of(apply("monday.csv", MONDAY), CommandRun.of("balances", "--store", uri()))) {
      assertThat(run.exitCode()).isEqualTo(ExitCode.INPUT);
      assertThat(run.err()).contains("no bank that this version reads", "Long").hasLineCount(1);
    }
  }

  @Test
  void balances_storeInMemory_isAUsageError() {
    CommandRun run = CommandRun.of("balances", "--store=stm:");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("stm: is gone when the bank ends; expected a durable one");
  }

  private CommandRun apply(String name, String orders, String... options) throws IOException {
    List<String> args =
        new ArrayList<>(List.of("apply", "--no-progress", "--writers=1", "--store", uri()));
    args.addAll(List.of(options));
    args.add(write(name, orders).toString());
    return CommandRun.of(args.toArray(String[]::new));
  }

  private Summary apply(Source source, OrderFormat format) throws InterruptedException {
    return apply(source, format, new StopSignal());
  }

  private Summary apply(Source source, OrderFormat format, StopSignal stop)
      throws InterruptedException {
    try (Store store = Store.open(uri())) {
      Intake intake = Intake.begin(store, source, format, FileSettings.DEFAULT);
      return apply(intake, store, stop);
    }
  }

  private static Summary apply(Intake intake, Store store) throws InterruptedException {
    return apply(intake, store, new StopSignal());
  }

  private static Summary apply(Intake intake, Store store, StopSignal stop)
      throws InterruptedException {
    RunSettings settings = new RunSettings(2, 1, 0, false, Progress.Display.NONE, 2);
    PrintWriter out = new PrintWriter(new StringWriter());
    return intake.apply(ledger(store), settings, stop, out);
  }

  /** Settles the orders in these lines, as a run would that ends before the end of the file. */
  private void settle(String orders, long... lines) throws IOException {
    settle(orders, FileSettings.DEFAULT, lines);
  }

  private void settle(String orders, FileSettings settings, long... lines) throws IOException {
    Source source = TextSource.of(orders);
    try (Store store = Store.open(uri());
        OrderReader reader = OrderReader.open(source, OrderFormat.standard())) {
      StoredDecimals.require(store, 2);
      OrderFile file = new OrderFiles(store).begin(Fingerprint.of(source), false, settings);
      Ledger ledger = ledger(store, file, settings);
      Receipts receipts = new ReceiptsByLine(store, file.number());
      List<Long> chosen = Arrays.stream(lines).boxed().toList();
      for (var line = reader.next(); line != null; line = reader.next()) {
        if (line instanceof Parsed.Value<OrderEntry> order && chosen.contains(line.line())) {
          assertThat(ledger.apply(order.value(), receipts).settlement().before()).isFalse();
        }
      }
    }
  }

  private static Ledger ledger(Store store) {
    return new Ledger(store, OptionalLong.of(1000_00), Duration.ZERO);
  }

  private static Ledger ledger(Store store, OrderFile file, FileSettings settings) {
    return settings.limit().isEmpty()
        ? ledger(store)
        : ledger(store)
            .limitedTo(new PaymentLimit(store, file.number(), settings.limit().getAsLong()));
  }

  private String balances() {
    return CommandRun.of("balances", "--store", uri()).out();
  }

  private String uri() {
    return backend.uri().formatted(folder.resolve("bank"));
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  /** Text that can be read once. */
  private record Pipe(String text) implements Source {
    @Override
    public String name() {
      return "pipe";
    }

    @Override
    public InputStream open() {
      return TextSource.of(text).open();
    }

    @Override
    public long sizeBytes() {
      return -1;
    }

    @Override
    public boolean isRepeatable() {
      return false;
    }
  }

  /** A file that has one more line each time it is opened. */
  private static final class GrowingSource implements Source {
    private String text = MONDAY;

    @Override
    public String name() {
      return "growing.csv";
    }

    @Override
    public InputStream open() {
      text += "a,b,1\n";
      return TextSource.of(text).open();
    }

    @Override
    public long sizeBytes() {
      return -1;
    }

    @Override
    public boolean isRepeatable() {
      return true;
    }
  }

  /** A file that requests a stop when the first part of it has been read for the second time. */
  private static final class StoppingSource implements Source {
    private final String text;
    private final StopSignal stop;
    private int opened;

    StoppingSource(String text, StopSignal stop) {
      this.text = text;
      this.stop = stop;
    }

    @Override
    public String name() {
      return "orders.csv";
    }

    @Override
    public InputStream open() {
      return ++opened == 1 ? TextSource.of(text).open() : stopping();
    }

    private InputStream stopping() {
      return new ByteArrayInputStream(text.getBytes(UTF_8)) {
        @Override
        public int read(byte[] target) throws IOException {
          if (pos > 0) {
            stop.request();
          }
          return super.read(target);
        }
      };
    }

    @Override
    public long sizeBytes() {
      return text.length();
    }

    @Override
    public boolean isRepeatable() {
      return true;
    }
  }
}
