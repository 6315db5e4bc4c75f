package io.isolde.examples.bank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.examples.bank.ExitCode;
import io.isolde.examples.bank.csv.AccountsFile;
import io.isolde.examples.bank.csv.Amounts;
import io.isolde.examples.bank.csv.OrderGenerator;
import io.isolde.examples.bank.csv.Source;
import io.isolde.examples.bank.run.Fingerprint;
import io.isolde.examples.bank.run.OrderFile;
import io.isolde.examples.bank.run.OrderFiles;
import io.isolde.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several banks, which know nothing of each other, use one store. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class SharedBankTest {
  private static final int BANKS = 3;
  private static final int ORDERS = 300;
  private static final int ACCOUNTS = 20;
  private static final String NOWHERE = "postgres://localhost:1/bank";

  @TempDir private Path folder;

  private final String uri = PostgresServer.freshUri();

  @Test
  void apply_partsAtOnceByPoorAccounts_settleEachOrderOnceAndKeepTheMoney() throws Exception {
    Path orders = generate();
    List<CommandRun> runs = new ArrayList<>();
    for (CommandRun run : applyAtOnce(orders, "--part=%d/3", "--opening-balance=100")) {
      assertSound(run);
      runs.add(run);
    }
    assertThat(sum(runs, " ([0-9,]+) applied\n")).isBetween(1L, ORDERS - 1L);
    assertThat(
            sum(runs, " ([0-9,]+) (?:applied|refused: [a-z -]+)\n")
                + sum(runs, "Malformed +([0-9,]+) "))
        .isEqualTo(ORDERS);
    try (Store store = Store.open(uri)) {
      Map<String, Long> balances = Remains.balances(store);
      assertThat(balances.values()).allMatch(balance -> balance >= 0);
      assertThat(balances.values().stream().mapToLong(Long::longValue).sum())
          .isEqualTo(balances.size() * 100_00L);
      assertThat(find(store, orders).complete()).isTrue();
    }
    assertThat(apply(orders, "--part=2/3").out()).contains("was applied to its end before");
  }

  @Test
  void apply_samePartsAtOnce_settleEachOrderOnce() throws Exception {
    Path accounts = accounts(1_000_000_00);
    Path orders = generate();
    SerialBank expected = new SerialBank(names(), 1_000_000_00);
    for (CommandRun run : applyAtOnce(orders, "--accounts=" + accounts)) {
      // The receipts are gone when one has ended; the others apply nothing then.
      if (run.exitCode() != ExitCode.OK) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.INPUT);
        assertThat(run.err()).contains("another process has applied the file to its end");
      }
    }
    var unused = expected.apply(orders, entry -> true);
    try (Store store = Store.open(uri)) {
      assertThat(Remains.balances(store)).isEqualTo(expected.balances());
    }
  }

  @Test
  void apply_sameIdsAtOnce_settleEachOnce() throws Exception {
    StringBuilder text = new StringBuilder("id,payer,payee,amount\n");
    for (int i = 0; i < 60; i++) {
      text.append(i % 40).append(",a,b,1\n");
    }
    Path orders = Files.writeString(folder.resolve("orders.csv"), text);
    applyAtOnce(orders, "--id-column=id").forEach(SharedBankTest::assertSound);
    assertThat(CommandRun.of("balances", "--store", uri).out())
        .isEqualTo("account,balance\na,960.00\nb,1040.00\n");
  }

  @Test
  void apply_limitAtOnce_isSharedByAllParts() throws Exception {
    StringBuilder text = new StringBuilder("payer,payee,amount\n");
    for (int i = 0; i < 90; i++) {
      text.append("payer-").append(i).append(",payee-").append(i).append(",1\n");
    }
    Path orders = Files.writeString(folder.resolve("orders.csv"), text);
    List<CommandRun> runs = applyAtOnce(orders, "--part=%d/3", "--limit=50");
    runs.forEach(SharedBankTest::assertSound);
    assertThat(sum(runs, " ([0-9,]+) applied\n")).isEqualTo(50);
    assertThat(sum(runs, " ([0-9,]+) refused: beyond the limit\n")).isEqualTo(40);
  }

  @Test
  void balances_storeWithoutBank_isRefused() {
    CommandRun run = CommandRun.of("balances", "--store", uri);
    assertThat(run.exitCode()).isEqualTo(ExitCode.INPUT);
    assertThat(run.err()).isEqualTo("bank balances: there is no bank in the store " + uri + "\n");
  }

  @Test
  void apply_serverOutOfReach_saysSoInOneSentence() throws IOException {
    assertOutOfReach(CommandRun.of("apply", "--store=" + NOWHERE, generate().toString()));
  }

  @Test
  void balances_serverOutOfReach_saysSoInOneSentence() {
    assertOutOfReach(CommandRun.of("balances", "--store=" + NOWHERE));
  }

  private static void assertOutOfReach(CommandRun run) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.INPUT);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .containsOnlyOnce("the store " + NOWHERE + " cannot be opened: ")
        .doesNotContain("\tat ", "SLF4J")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({
    "postgres://me:secret@localhost/bank, PGPASSWORD",
    "postgres://localhost/bank?password=, option 'password'",
    "postgres://localhost, postgres://host:port/database"
  })
  void apply_uriThatIsNone_isAUsageErrorThatTellsNoPassword(String nowhere, String reason)
      throws IOException {
    CommandRun run = CommandRun.of("apply", "--store", nowhere, generate().toString());
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("--store: ", reason).doesNotContain("secret", "\tat ");
  }

  // ---- banks ----

  /** Several banks at once, each in threads of its own; %d is the number of a bank. */
  private List<CommandRun> applyAtOnce(Path orders, String... options) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(BANKS)) {
      List<Callable<CommandRun>> banks = new ArrayList<>();
      for (int bank = 1; bank <= BANKS; bank++) {
        String[] own = options.clone();
        own[0] = own[0].formatted(bank);
        banks.add(() -> apply(orders, own));
      }
      List<CommandRun> runs = new ArrayList<>();
      for (Future<CommandRun> run : threads.invokeAll(banks)) {
        runs.add(run.get());
      }
      return runs;
    }
  }

  private CommandRun apply(Path orders, String... options) {
    List<String> args =
        new ArrayList<>(
            List.of("apply", orders.toString(), "--store=" + uri, "--audits-per-second=20"));
    Collections.addAll(args, options);
    return CommandRun.of(args.toArray(String[]::new));
  }

  private static void assertSound(CommandRun run) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(ExitCode.OK);
    assertThat(run.out()).contains("0 inconsistent", "exactly what was opened");
  }

  /** The sum of the numbers that the banks have printed there. */
  private static long sum(List<CommandRun> runs, String pattern) {
    Pattern number = Pattern.compile(pattern);
    return runs.stream()
        .flatMap(run -> number.matcher(run.out()).results())
        .map((MatchResult match) -> match.group(1).replace(",", ""))
        .mapToLong(Long::parseLong)
        .sum();
  }

  private static OrderFile find(Store store, Path orders) {
    return new OrderFiles(store).find(Fingerprint.of(Source.file(orders))).orElseThrow();
  }

  // ---- files ----

  private static OrderGenerator generator() {
    return new OrderGenerator(new OrderGenerator.Plan(ORDERS, ACCOUNTS, 3, 20, 12, 4));
  }

  private static List<String> names() {
    return generator().accounts(0).stream().map(balance -> balance.account()).toList();
  }

  private Path generate() throws IOException {
    Path orders = folder.resolve("orders.csv");
    try (var writer = Files.newBufferedWriter(orders)) {
      generator().writeOrders(writer);
    }
    return orders;
  }

  private Path accounts(long opening) throws IOException {
    Path accounts = folder.resolve("accounts.csv");
    try (var writer = Files.newBufferedWriter(accounts)) {
      new AccountsFile(',', new Amounts(2)).write(writer, generator().accounts(opening));
    }
    return accounts;
  }
}
