package io.isolde.examples.bank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.examples.bank.OrderEntry;
import io.isolde.examples.bank.PaymentOrder;
import io.isolde.examples.bank.csv.OrderFormat;
import io.isolde.examples.bank.csv.OrderReader;
import io.isolde.examples.bank.csv.Parsed;
import io.isolde.examples.bank.csv.Source;
import io.isolde.examples.bank.ledger.Outcome;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A bank that applies orders one after the other to a plain map: the result with which the real
 * bank is compared.
 *
 * <p>The accounts are so rich that only an order for more than all of their money finds
 * insufficient funds, so the sequence of the orders does not matter.
 */
final class SerialBank {
  private final Map<String, Long> balances = new TreeMap<>();
  private final long total;

  /** A bank with these accounts, all of which hold the same amount. */
  SerialBank(List<String> accounts, long balance) {
    this(accounts, balance, accounts.size() * balance);
  }

  private SerialBank(List<String> accounts, long balance, long total) {
    accounts.forEach(account -> balances.put(account, balance));
    this.total = total;
  }

  /** A copy of this bank as it is now. */
  SerialBank copy() {
    SerialBank copy = new SerialBank(List.of(), 0, total);
    copy.balances.putAll(balances);
    return copy;
  }

  /** Applies the chosen orders of the file; returns how many had each outcome. */
  Map<Outcome, Long> apply(Path orders, Predicate<OrderEntry> chosen) {
    Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    try (OrderReader reader = OrderReader.open(Source.file(orders), OrderFormat.standard())) {
      for (var line = reader.next(); line != null; line = reader.next()) {
        if (line instanceof Parsed.Value<OrderEntry> entry && chosen.test(entry.value())) {
          outcomes.merge(apply(entry.value().order()), 1L, Long::sum);
        }
      }
    }
    return outcomes;
  }

  private Outcome apply(PaymentOrder order) {
    if (order.amount() <= 0) {
      return Outcome.NON_POSITIVE_AMOUNT;
    }
    if (order.payer().equals(order.payee())) {
      return Outcome.SAME_ACCOUNT;
    }
    if (!balances.containsKey(order.payer()) || !balances.containsKey(order.payee())) {
      return Outcome.UNKNOWN_ACCOUNT;
    }
    if (order.amount() > total) {
      return Outcome.INSUFFICIENT_FUNDS;
    }
    assertThat(balances.merge(order.payer(), -order.amount(), Long::sum)).isNotNegative();
    balances.merge(order.payee(), order.amount(), Long::sum);
    return Outcome.APPLIED;
  }

  /** What each account holds. */
  Map<String, Long> balances() {
    return balances;
  }
}
