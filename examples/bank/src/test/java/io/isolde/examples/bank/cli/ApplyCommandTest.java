package io.isolde.examples.bank.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.examples.bank.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApplyCommandTest {
  private static final String ORDERS = "payer,payee,amount\nalice,bob,30\nbob,carol,5.50\n";

  @TempDir private Path folder;

  @Test
  void apply_goodFile_printsSummaryAndWritesBalances() throws IOException {
    Path out = folder.resolve("out.csv");
    CommandRun run = apply(ORDERS, "--opening-balance", "100", "--out", out.toString());
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .containsPattern("Orders +2 applied")
        .containsPattern("Audits +[0-9,]+ made, 0 inconsistent")
        .contains("300.00 in 3 accounts, exactly what was opened")
        .contains("written to " + out);
    assertThat(out).hasContent("account,balance\nalice,70.00\nbob,124.50\ncarol,105.50\n");
  }

  @Test
  void apply_noOptions_opensAccountsWithTheDefault() throws IOException {
    assertThat(apply(ORDERS).out()).contains("3,000.00 in 3 accounts");
  }

  @Test
  void apply_refusalsOfEachKind_areCounted() throws IOException {
    Path accounts = write("accounts.csv", "account,balance\nalice,50\nbob,0\n");
    CommandRun run =
        apply(
            ORDERS + "alice,alice,1\nalice,bob,0\nbob,alice,-1\nalice,bob,1000\nalice,eve,1\n",
            "--accounts",
            accounts.toString());
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out())
        .containsPattern(" 1 applied")
        .containsPattern(" 1 refused: insufficient funds")
        .containsPattern(" 2 refused: unknown account")
        .containsPattern(" 1 refused: same account")
        .containsPattern(" 2 refused: non-positive amount")
        .contains("50.00 in 2 accounts, exactly what was opened");
  }

  @Test
  void apply_limit_refusesWhatIsBeyondIt() throws IOException {
    CommandRun run = apply(ORDERS + "bob,carol,6\nbob,carol,4.50\n", "--limit=40", "--writers=1");
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out())
        .containsPattern(" 3 applied")
        .containsPattern(" 1 refused: beyond the limit")
        .containsPattern("Limit +40.00 of 40.00 paid\n$");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "much", "0.001"})
  void apply_limitThatIsNone_isAUsageError(String limit) throws IOException {
    CommandRun run = apply(ORDERS, "--limit=" + limit);
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("--limit");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void apply_accountsAndOpeningBalance_opensTheOthers() throws IOException {
    Path accounts = write("accounts.csv", "account,balance\nalice,50\n");
    CommandRun run = apply(ORDERS, "--accounts", accounts.toString(), "--opening-balance", "1.25");
    assertThat(run.out()).containsPattern(" 2 applied").contains("52.50 in 3 accounts");
  }

  @Test
  void apply_closingBalances_areOpeningBalancesOfTheNextRun() throws IOException {
    String balances = folder.resolve("balances.csv").toString();
    apply(ORDERS, "--out", balances);
    CommandRun next = apply(ORDERS, "--accounts", balances, "--out", balances);
    assertThat(next.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(Path.of(balances))
        .hasContent("account,balance\nalice,940.00\nbob,1049.00\ncarol,1011.00\n");
  }

  @Test
  void apply_malformedLines_areListedAndSkipped() throws IOException {
    CommandRun run = apply("payer,payee,amount\na,b\na,b,x\na,b,1\n\"a,b,1\na,b,1.001\n");
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out())
        .containsPattern(" 1 applied")
        .containsPattern("Malformed +4 lines")
        .contains("line 2: 2 fields, but the header has 3")
        .contains("line 3: the amount 'x' is not a decimal number")
        .contains("line 5: not valid CSV: a quote is never closed")
        .contains("line 6: the amount '1.001' has 3 decimals, more than 2");
  }

  @Test
  void apply_moreMalformedLinesThanWanted_countsTheRest() throws IOException {
    CommandRun run = apply(ORDERS + "bad\n".repeat(7), "--max-malformed-shown", "2");
    assertThat(run.out())
        .containsPattern("Malformed +7 lines")
        .contains("line 4:", "line 5:", "and 5 more")
        .doesNotContain("line 6:");
  }

  @Test
  void apply_strictAndMalformed_appliesNothing() throws IOException {
    Path out = folder.resolve("out.csv");
    CommandRun run = apply(ORDERS + "a,b,ten\n", "--strict", "--out", out.toString());
    assertThat(run.exitCode()).isEqualTo(ExitCode.INPUT);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("line 4: the amount 'ten' is not a decimal number")
        .contains("orders.csv has 1 malformed line; with --strict, nothing is applied");
    assertThat(out).doesNotExist();
    assertThat(folder.toFile().list()).containsExactly("orders.csv");
  }

  @Test
  void apply_oneColumnNamedTwice_isAUsageError() throws IOException {
    CommandRun run = apply(ORDERS, "--payer-column", "payee");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .contains("bank apply: --payer-column and --payee-column both name the column 'payee'");
  }

  @Test
  void apply_storeIsFile_saysSoInOneSentence() throws IOException {
    Path file = write("file", "");
    CommandRun run = apply(ORDERS, "--store", "file:" + file);
    assertThat(run.exitCode()).isEqualTo(ExitCode.INPUT);
    assertThat(run.err())
        .isEqualToIgnoringNewLines(
            "bank apply: the store file:%s cannot be opened: %s is a file that exists"
                .formatted(file, file));
  }

  @Test
  void apply_strictAndWellFormed_appliesAll() throws IOException {
    assertThat(apply(ORDERS, "--strict").out()).containsPattern(" 2 applied");
  }

  @Test
  void apply_otherHeaderDelimiterAndDecimals_areMapped() throws IOException {
    Path out = folder.resolve("out.csv");
    CommandRun run =
        apply(
            "id\tfrom\tto\tsum\n1\ta\tb\t0.125\n",
            "--payer-column=from",
            "--payee-column=to",
            "--amount-column=sum",
            "--delimiter=\\t",
            "--decimals=3",
            "--out=" + out);
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(out).hasContent("account\tbalance\na\t999.875\nb\t1000.125\n");
  }

  @Test
  void apply_platformThreadsAndNoAuditors_works() throws IOException {
    CommandRun run = apply(ORDERS, "--platform-threads", "--auditors=0", "--writers=2");
    assertThat(run.out()).containsPattern(" 2 applied").containsPattern("Audits +0 made");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"stm:", "lock:", "agent:", "multiverse:", "file:%s/bank", "chronicle:%s/bank"})
  void apply_auditsPerSecond_areMadeAtThatRateInEveryStore(String store) throws IOException {
    CommandRun run =
        apply(
            ORDERS,
            "--store=" + store.formatted(folder),
            "--auditors=2",
            "--audits-per-second=10",
            "--think-millis=250");
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    Matcher made = Pattern.compile("Audits +([0-9,]+) made, 0 incons").matcher(run.out());
    Matcher overdue = Pattern.compile("(?m)^ +([0-9,]+) overdue at the end").matcher(run.out());
    assertThat(made.find() && overdue.find()).as(run.out()).isTrue();
    assertThat(count(made)).isGreaterThanOrEqualTo(2);
    assertThat(count(made) + count(overdue)).isGreaterThanOrEqualTo(2 * 3L);
    assertThat(run.out()).containsPattern("(?m)^ +[0-9,.]+ µs each, [0-9,.]+ µs of that on a");
  }

  private static long count(Matcher matcher) {
    return Long.parseLong(matcher.group(1).replace(",", ""));
  }

  @Test
  void apply_auditsWithoutPause_areNeverOverdue() throws IOException {
    assertThat(apply(ORDERS).out()).containsPattern("µs each").doesNotContain("overdue");
  }

  @Test
  void apply_missingFile_saysSo() {
    assertFails(
        CommandRun.of("apply", folder.resolve("none.csv").toString()),
        ExitCode.INPUT,
        folder.resolve("none.csv") + " does not exist; expected a CSV file");
  }

  @Test
  void apply_directory_saysSo() {
    assertFails(
        CommandRun.of("apply", folder.toString()),
        ExitCode.INPUT,
        folder + " is a directory; expected a CSV file");
  }

  @Test
  void apply_emptyFile_saysWhatWasExpected() throws IOException {
    assertFails(apply(""), ExitCode.INPUT, "is empty; expected a header line with the columns");
  }

  @Test
  void apply_missingColumn_namesTheOption() throws IOException {
    assertFails(apply("a,b\n"), ExitCode.INPUT, "Name the column with --payer-column");
  }

  @Test
  void apply_missingAccountsFile_saysSo() throws IOException {
    String none = folder.resolve("none.csv").toString();
    assertFails(apply(ORDERS, "--accounts", none), ExitCode.INPUT, none + " does not exist");
  }

  @Test
  void apply_outputThatCannotBeWritten_isRefusedBeforeAnythingIsApplied() throws IOException {
    CommandRun run = apply(ORDERS, "--out", folder.resolve("none/out.csv").toString());
    assertFails(run, ExitCode.OUTPUT, "there is no folder " + folder.resolve("none"));
    assertThat(run.out()).isEmpty();
  }

  @Test
  void apply_outputThatIsTheInput_isRefused() throws IOException {
    String orders = folder.resolve("orders.csv").toString();
    assertFails(apply(ORDERS, "--out", orders), ExitCode.USAGE, "would replace the payment orders");
    assertThat(Path.of(orders)).hasContent(ORDERS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--writers=0|--writers must be at least 1, but is 0",
        "--writers=many|Invalid value for option '--writers'",
        "--auditors=-1|--auditors must be at least 0, but is -1",
        "--audits-per-second=0|--audits-per-second must be at least 1, but is 0",
        "--audits-per-second=-5|--audits-per-second must be at least 1, but is -5",
        "--audits-per-second=0.5|Invalid value for option '--audits-per-second'",
        "--think-millis=-1|--think-millis must be at least 0, but is -1",
        "--max-malformed-shown=-1|--max-malformed-shown must be at least 0, but is -1",
        "--decimals=19|--decimals must be 0 to 18, but is 19",
        "--delimiter=ab|--delimiter must be one character",
        "--delimiter=\"|--delimiter must be one character, no quote",
        "--opening-balance=ten|--opening-balance: 'ten' is not a decimal number",
        "--opening-balance=-1|--opening-balance: '-1' is negative",
        "--opening-balance=0.001|--opening-balance: '0.001' has 3 decimals, more than 2",
        "--opening-balance=92233720368547758.07|the accounts would hold more than",
        "--nonsense|Unknown option: '--nonsense'"
      })
  void apply_wrongOption_namesItAndWhatWasExpected(String option, String message)
      throws IOException {
    assertFails(apply(ORDERS, option), ExitCode.USAGE, message);
  }

  @Test
  void apply_noFile_namesTheParameter() {
    assertFails(CommandRun.of("apply"), ExitCode.USAGE, "Missing required parameter: 'FILE.csv'");
  }

  private static void assertFails(CommandRun run, int exitCode, String message) {
    assertThat(run.err()).startsWith("bank apply: ").contains(message).doesNotContain("\tat ");
    assertThat(run.exitCode()).isEqualTo(exitCode);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"stm:", "lock:", "agent:", "multiverse:", "file:%s/bank", "chronicle:%s/bank"})
  void apply_storeOfAnyKind_givesTheSame(String store) throws IOException {
    Path out = folder.resolve("out.csv");
    String uri = store.formatted(folder);
    CommandRun run = apply(ORDERS, "--store", uri, "--writers", "1", "--out", out.toString());
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(out).hasContent("account,balance\nalice,970.00\nbob,1024.50\ncarol,1005.50\n");
  }

  @ParameterizedTest
  @CsvSource({"nowhere:, no backend", "nowhere, malformed store URI", "stm:x, nothing may follow"})
  void apply_storeNotAtHand_isAUsageErrorThatNamesIt(String store, String reason)
      throws IOException {
    CommandRun run = apply(ORDERS, "--store", store);
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("--store").contains(store).contains(reason);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void apply_storeThatNeedsFlagsOfTheJvm_saysWhichAndTouchesNothing() throws Exception {
    Path orders = write("orders.csv", ORDERS);
    Path store = folder.resolve("bank");
    Process bank =
        JavaProcess.start(
            List.of(), "apply", "--no-progress", "--store=chronicle:" + store, orders.toString());
    String err = new String(bank.getErrorStream().readAllBytes(), UTF_8);
    assertThat(bank.waitFor()).isEqualTo(ExitCode.INPUT);
    assertThat(err)
        .startsWith("bank apply: the store chronicle:" + store + " cannot be opened: Chronicle Map")
        .contains("--add-opens=java.base/java.lang=ALL-UNNAMED")
        .hasLineCount(1);
    assertThat(store).doesNotExist();
  }

  @Test
  void apply_storeThatChangesOneAccountAtATime_isAUsageError() throws IOException {
    CommandRun run = apply(ORDERS, "--store", "agents:");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("agents:");
    assertThat(run.out()).isEmpty();
  }

  private CommandRun apply(String orders, String... options) throws IOException {
    List<String> args = new ArrayList<>(List.of("apply", "--no-progress", "--writers=1"));
    args.add(write("orders.csv", orders).toString());
    for (String option : options) {
      if (option.startsWith("--writers")) {
        args.remove("--writers=1");
      }
      args.add(option);
    }
    return CommandRun.of(args.toArray(String[]::new));
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }
}
