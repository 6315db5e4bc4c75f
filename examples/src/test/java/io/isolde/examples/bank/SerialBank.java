package io.isolde.examples.bank;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What the bank comes to when orders are applied one after the other, to a plain map: what it must
 * be compared with.
 *
 * <p>The accounts are so rich that no order in between finds insufficient funds; so the order of
 * orders does not matter.
 */
final class SerialBank {
  private final Map<String, Long> balances = new TreeMap<>();
  private final long total;

  /** A bank with those accounts, all of which hold the same. */
  SerialBank(List<String> accounts, long balance) {
    this(accounts, balance, accounts.size() * balance);
  }

  private SerialBank(List<String> accounts, long balance, long total) {
    accounts.forEach(account -> balances.put(account, balance));
    this.total = total;
  }

  /** A bank that is as this one is now. */
  SerialBank copy() {
    SerialBank copy = new SerialBank(List.of(), 0, total);
    copy.balances.putAll(balances);
    return copy;
  }

  /** Applies those orders of the file; returns how many end in which way. */
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
