package io.isolde.examples.bank.csv;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.isolde.examples.bank.Balance;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Generates accounts and payment orders among them; the same plan yields the same ones on every
 * machine.
 *
 * <p>Thread-confined, for use once.
 */
public final class OrderGenerator {
  private static final int AMOUNT_MAX = 10_000;

  private final Plan plan;
  private final Random random;

  public OrderGenerator(Plan plan) {
    this.plan = plan;
    random = new Random(plan.seed());
  }

  /**
   * What is to be made.
   *
   * @param orders how many orders, faulty ones included
   * @param accounts how many accounts, hot ones included
   * @param hot how many accounts are hot, that is, named by many orders
   * @param hotPercent how many orders of a hundred pay a hot account; in a quarter as many, a hot
   *     account pays
   * @param faults how many orders are faulty: malformed, or sure to be refused
   * @param seed picks one of the many files of that kind
   */
  public record Plan(int orders, int accounts, int hot, int hotPercent, int faults, long seed) {}

  /** The ways in which an order may be faulty. */
  private enum Fault {
    MISSING_FIELD,
    NO_NUMBER,
    TOO_MANY_DECIMALS,
    OPEN_QUOTE,
    UNKNOWN_ACCOUNT,
    SAME_ACCOUNT,
    ZERO_AMOUNT,
    NEGATIVE_AMOUNT,
    INSUFFICIENT_FUNDS
  }

  /** All accounts, each holding that balance. */
  public List<Balance> accounts(long balance) {
    return IntStream.range(0, plan.accounts())
        .mapToObj(number -> new Balance(name(number), balance))
        .toList();
  }

  /** Writes all orders, with a header. */
  public void writeOrders(Writer target) throws IOException {
    CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(target);
    csv.writeRecord("payer", "payee", "amount");
    int faults = 0;
    for (int i = 0; i < plan.orders(); i++) {
      if (random.nextInt(plan.orders() - i) < plan.faults() - faults) {
        writeFault(Fault.values()[faults % Fault.values().length], csv, target);
        faults++;
      } else {
        writeOrder(csv);
      }
    }
    csv.flush();
  }

  private void writeOrder(CsvWriter csv) {
    int payer = account(plan.hotPercent() / 4);
    int payee = otherThan(payer, plan.hotPercent());
    csv.writeRecord(name(payer), name(payee), amount());
  }

  private void writeFault(Fault fault, CsvWriter csv, Writer target) throws IOException {
    int account = account(0);
    String payer = name(account);
    String payee = name(otherThan(account, 0));
    switch (fault) {
      case MISSING_FIELD -> csv.writeRecord(payer, payee);
      case NO_NUMBER -> csv.writeRecord(payer, payee, "ten");
      case TOO_MANY_DECIMALS -> csv.writeRecord(payer, payee, amount() + "5");
      case OPEN_QUOTE -> writeOpenQuote(payer, payee, csv, target);
      case UNKNOWN_ACCOUNT -> csv.writeRecord("nobody", payee, amount());
      case SAME_ACCOUNT -> csv.writeRecord(payer, payer, amount());
      case ZERO_AMOUNT -> csv.writeRecord(payer, payee, "0.00");
      case NEGATIVE_AMOUNT -> csv.writeRecord(payer, payee, "-" + amount());
      case INSUFFICIENT_FUNDS -> csv.writeRecord(payer, payee, "1000000000.00");
    }
  }

  private void writeOpenQuote(String payer, String payee, CsvWriter csv, Writer target)
      throws IOException {
    csv.flush();
    target.write("\"" + payer + "," + payee + "," + amount() + "\n");
  }

  private int otherThan(int account, int hotPercent) {
    int other = account(hotPercent);
    return other == account ? (account + 1) % plan.accounts() : other;
  }

  private int account(int hotPercent) {
    boolean isHot = random.nextInt(100) < hotPercent && plan.hot() > 0;
    return isHot ? random.nextInt(plan.hot()) : random.nextInt(plan.accounts());
  }

  private String name(int account) {
    return account < plan.hot()
        ? "Shop %d, Main Street".formatted(account + 1)
        : "account-" + account;
  }

  private String amount() {
    return new Amounts(2).format(1 + random.nextInt(AMOUNT_MAX));
  }
}
