package io.isolde.examples.bank.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.examples.bank.Balance;
import io.isolde.examples.bank.ExitCode;
import io.isolde.examples.bank.Texts;
import io.isolde.examples.bank.csv.AccountsFile;
import io.isolde.examples.bank.csv.Amounts;
import io.isolde.examples.bank.csv.OrderGenerator;
import io.isolde.examples.bank.ledger.Outcome;
import io.isolde.store.Store;
import io.isolde.store.chronicle.ChronicleFiles;
import io.isolde.store.file.StoreFiles;
import io.isolde.store.file.StoreFiles.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A bank that is killed (SIGKILL) at random moments and continued by the same command, over and
 * over: each order takes effect once.
 *
 * <p>After each kill the files are verified, and a copy of them is opened: its balances are exactly
 * those to which the orders with receipts lead. When a file of orders has been applied to its end,
 * the balances are those of applying it once.
 */
@EnabledOnOs({OS.LINUX, OS.MAC})
class KilledBankTest {
  private static final long SEED = 11;
  private static final int ORDERS = 8000;
  private static final int ACCOUNTS = 60;
  private static final int FAULTS = 40;
  private static final long OPENING_BALANCE = 10_000_000_00;
  private static final List<String> QUICK_START =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  /**
   * A durable store under test.
   *
   * @param uri with %s in place of the directory
   * @param jvmFlags the flags that its process needs
   * @param verify reads the files of a closed store, and throws if they are damaged
   */
  record Backend(String uri, List<String> jvmFlags, Function<Path, Verification> verify) {
    Store open(Path directory) {
      return Store.open(uri.formatted(directory));
    }

    @Override
    public String toString() {
      return uri;
    }
  }

  /** Its options make segments end and checkpoints begin often. */
  private static final Backend FILE =
      new Backend(
          "file:%s?segmentBytes=65536&checkpointBytes=200000", List.of(), StoreFiles::verify);

  /** Its bases change roles all the time. */
  private static final Backend CHRONICLE =
      new Backend(
          "chronicle:%s?segmentBytes=16384&checkpointBytes=20000",
          JavaProcess.flagsOfThisJvm(), ChronicleFiles::verify);

  static Stream<Backend> backends() {
    return Stream.of(FILE, CHRONICLE);
  }

  @TempDir private Path folder;

  private final Random random = new Random(SEED);

  /**
   * The bound of the bank's life from its first line on: it grows after a life without progress.
   */
  private long lifeNanosMax = TimeUnit.MILLISECONDS.toNanos(100);

  private boolean isForgetful;
  private Map<String, Long> lastFound = Map.of();
  private int files;
  private int kills;
  private int killsAmidOrders;
  private int tornTails;

  @Tag("long")
  @ParameterizedTest
  @MethodSource("backends")
  void bank_killedManyTimes_appliesEachOrderOnce(Backend backend) throws Exception {
    applyAndKill(backend, Integer.getInteger("isolde.bank.kills", 200));
  }

  @Tag("long")
  @Test
  void bank_receiptsInTransactionsOfTheirOwn_isCaught() {
    isForgetful = true;
    assertThatThrownBy(() -> applyAndKill(FILE, 15))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(Remains.PAID_BY_RECEIPTS);
  }

  /**
   * Applies file after file, until the bank has been killed so many times after it had applied
   * orders.
   */
  private void applyAndKill(Backend backend, int killsWanted) throws Exception {
    SerialBank expected = new SerialBank(accounts(), OPENING_BALANCE);
    while (killsAmidOrders < killsWanted) {
      Path orders = generate(++files);
      String summary = null;
      while (summary == null && killsAmidOrders < killsWanted) {
        summary = applyUnlessKilled(backend, orders, expected);
      }
      Map<Outcome, Long> outcomes = expected.apply(orders, entry -> true);
      assertSummary(summary == null ? apply(backend, orders) : summary, outcomes);
      lastFound = balances(backend);
      assertThat(lastFound).isEqualTo(expected.balances());
    }
    assertThat(apply(backend, folder.resolve("orders-1.csv"))).contains("to its end before");
    assertThat(balances(backend)).isEqualTo(expected.balances());
    System.out.printf(
        "The bank on %s: killed %d times, %d of them amid orders; %d torn tails; %d files of %d"
            + " orders%n",
        backend, kills, killsAmidOrders, tornTails, files, ORDERS);
  }

  // ---- orders ----

  private static List<String> accounts() {
    return generator(0).accounts(0).stream().map(Balance::account).toList();
  }

  private static OrderGenerator generator(int number) {
    return new OrderGenerator(new OrderGenerator.Plan(ORDERS, ACCOUNTS, 5, 20, FAULTS, number));
  }

  private Path generate(int number) throws IOException {
    try (var writer = Files.newBufferedWriter(folder.resolve("accounts.csv"))) {
      new AccountsFile(',', new Amounts(2))
          .write(writer, generator(number).accounts(OPENING_BALANCE));
    }
    Path orders = folder.resolve("orders-" + number + ".csv");
    try (var writer = Files.newBufferedWriter(orders)) {
      generator(number).writeOrders(writer);
    }
    return orders;
  }

  // ---- processes ----

  private Path directory() {
    return folder.resolve("bank");
  }

  private Process start(Backend backend, Path orders) throws IOException {
    List<String> flags = new ArrayList<>(QUICK_START);
    flags.addAll(backend.jvmFlags());
    String accounts = folder.resolve("accounts.csv").toString();
    String store = backend.uri().formatted(directory());
    return isForgetful
        ? JavaProcess.start(ForgetfulBank.class, flags, orders.toString(), accounts, store)
        : JavaProcess.start(
            flags,
            "apply",
            orders.toString(),
            "--no-progress",
            "--accounts=" + accounts,
            "--store=" + store);
  }

  private String apply(Backend backend, Path orders) throws Exception {
    return rest(start(backend, orders));
  }

  /** The rest of what the bank prints until it ends normally. */
  private static String rest(Process bank) throws Exception {
    String out = bank.inputReader().lines().collect(Collectors.joining("\n"));
    String err = bank.errorReader().lines().collect(Collectors.joining("\n"));
    assertThat(bank.waitFor()).as(out + err).isEqualTo(ExitCode.OK);
    return out;
  }

  /** Returns the summary, or null if the bank was killed before it had ended. */
  private @Nullable String applyUnlessKilled(Backend backend, Path orders, SerialBank before)
      throws Exception {
    Process bank = start(backend, orders);
    String firstLine = random.nextInt(8) == 0 ? "" : bank.inputReader().readLine();
    if (bank.waitFor(random.nextLong(lifeNanosMax), TimeUnit.NANOSECONDS)) {
      lifeNanosMax = lifeNanosMax * 4 / 5;
      return firstLine + "\n" + rest(bank);
    }
    bank.toHandle().destroyForcibly();
    bank.waitFor();
    noteKill(look(backend, orders, before));
    return null;
  }

  /** Checks what the kill has left, and returns the balances. */
  private Map<String, Long> look(Backend backend, Path orders, SerialBank before)
      throws IOException {
    tornTails += hasTornTail(backend) ? 1 : 0;
    try (Remains remains = new Remains(directory(), backend::open)) {
      remains.assertPaidByReceipts(orders, before);
      return remains.balances();
    }
  }

  /** Verifies the files, if there are any, and returns whether there was a torn tail. */
  private boolean hasTornTail(Backend backend) {
    return Files.exists(directory().resolve("manifest"))
        && backend.verify().apply(directory()).recovery().tornTail() != null;
  }

  private void noteKill(Map<String, Long> found) {
    boolean gotOn = !found.equals(lastFound);
    lastFound = found;
    kills++;
    killsAmidOrders += gotOn ? 1 : 0;
    lifeNanosMax = gotOn ? lifeNanosMax : lifeNanosMax * 5 / 4;
  }

  private Map<String, Long> balances(Backend backend) {
    try (Store store = backend.open(directory())) {
      return Remains.balances(store);
    }
  }

  private static void assertSummary(String summary, Map<Outcome, Long> outcomes) {
    outcomes.forEach(
        (outcome, count) ->
            assertThat(summary)
                .containsPattern(
                    " %s (refused: )?%s".formatted(Texts.grouped(count), outcome.words())));
    assertThat(summary).contains("0 inconsistent", "exactly what was opened");
  }
}
