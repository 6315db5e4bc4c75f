package io.isolde.examples.bank.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.examples.bank.Balance;
import io.isolde.examples.bank.ExitCode;
import io.isolde.examples.bank.csv.AccountsFile;
import io.isolde.examples.bank.csv.Amounts;
import io.isolde.examples.bank.csv.OrderGenerator;
import io.isolde.examples.bank.csv.Source;
import io.isolde.examples.bank.ledger.Outcome;
import io.isolde.examples.bank.run.Fingerprint;
import io.isolde.examples.bank.run.OrderFile;
import io.isolde.examples.bank.run.OrderFiles;
import io.isolde.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three banks in processes of their own, which apply the parts of one file to one store at the same
 * time. They are killed (SIGKILL) at random moments and continued by the same command, over and
 * over: each order takes effect once.
 *
 * <p>At the moment of each kill, and while the others go on, the balances are exactly those to
 * which the orders with receipts lead. When a file has been applied to its end, they are those of
 * applying it once.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class KilledPartsTest {
  private static final long SEED = 7;
  private static final int PARTS = 3;
  private static final int ORDERS = 8000;
  private static final int ACCOUNTS = 60;
  private static final int FAULTS = 40;
  private static final long OPENING_BALANCE = 10_000_000_00;
  private static final long LIFE_MILLIS_MAX = 5000;

  @TempDir private Path folder;

  private final Random random = new Random(SEED);
  private final String uri = PostgresServer.freshUri();
  private final Map<Integer, Process> alive = new HashMap<>();
  private int settled;
  private int files;
  private int kills;
  private int killsAmidOrders;

  @Tag("long")
  @Test
  void banks_killedManyTimes_applyEachOrderOnce() throws Exception {
    int wanted = Integer.getInteger("isolde.bank.kills", 40);
    SerialBank expected = new SerialBank(accounts(), OPENING_BALANCE);
    try (Store store = Store.open(uri)) {
      while (killsAmidOrders < wanted) {
        Path orders = generate(++files);
        settled = 0;
        applyAndKill(store, orders, expected, wanted);
        Map<Outcome, Long> outcomes = expected.apply(orders, entry -> true);
        assertThat(Remains.balances(store)).isEqualTo(expected.balances());
        assertThat(positive(find(store, orders).outcomes())).isEqualTo(outcomes);
      }
    } finally {
      alive.values().forEach(Process::destroyForcibly);
    }
    System.out.printf(
        "%d banks on postgres: killed %d times, %d of them amid orders; %d files of %d orders%n",
        PARTS, kills, killsAmidOrders, files, ORDERS);
  }

  /** Applies the file to its end, killing one bank after the other until there are enough kills. */
  private void applyAndKill(Store store, Path orders, SerialBank before, int killsWanted)
      throws Exception {
    for (int part = 1; part <= PARTS; part++) {
      alive.put(part, start(orders, part));
    }
    while (!alive.isEmpty()) {
      int part = alive.keySet().stream().toList().get(random.nextInt(alive.size()));
      Process bank = requireNonNull(alive.get(part));
      boolean isSpared = killsAmidOrders >= killsWanted;
      long life = isSpared ? TimeUnit.MINUTES.toMillis(5) : random.nextLong(LIFE_MILLIS_MAX);
      if (bank.waitFor(life, TimeUnit.MILLISECONDS)) {
        assertEndedWell(bank);
        alive.remove(part);
      } else {
        bank.destroyForcibly();
        noteKill(Remains.assertPaidByReceipts(store, orders, before));
        bank.waitFor();
        alive.put(part, start(orders, part));
      }
    }
  }

  private void noteKill(int nowSettled) {
    kills++;
    killsAmidOrders += nowSettled > settled ? 1 : 0;
    settled = nowSettled;
  }

  private Process start(Path orders, int part) throws IOException {
    return JavaProcess.start(
        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
        "apply",
        orders.toString(),
        "--no-progress",
        "--part=" + part + "/" + PARTS,
        "--accounts=" + folder.resolve("accounts.csv"),
        "--audits-per-second=10",
        "--store=" + uri);
  }

  private static void assertEndedWell(Process bank) {
    String out = bank.inputReader().lines().collect(Collectors.joining("\n"));
    String err = bank.errorReader().lines().collect(Collectors.joining("\n"));
    assertThat(bank.exitValue()).as(out + err).isEqualTo(ExitCode.OK);
    assertThat(out).contains("0 inconsistent", "exactly what was opened");
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

  private static OrderFile find(Store store, Path orders) {
    return new OrderFiles(store).find(Fingerprint.of(Source.file(orders))).orElseThrow();
  }

  private static Map<Outcome, Long> positive(Map<Outcome, Long> outcomes) {
    Map<Outcome, Long> positive = new EnumMap<>(outcomes);
    positive.values().removeIf(count -> count == 0);
    return positive;
  }
}
