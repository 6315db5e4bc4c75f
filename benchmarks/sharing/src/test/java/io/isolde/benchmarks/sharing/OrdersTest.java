package io.isolde.benchmarks.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.examples.sharing.Account;
import io.isolde.examples.sharing.Transfer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OrdersTest {
  private static final int COUNT = 20_000;

  @Test
  void orders_sameLoad_areTheSame() {
    assertThat(list(load(0, 1))).isEqualTo(list(load(0, 1))).isNotEqualTo(list(load(0, 2)));
  }

  @Test
  void orders_always_nameTwoAccountsThatThereAre() {
    Load load = load(50, 1);
    assertThat(list(load))
        .allMatch(order -> !order.payer().equals(order.payee()))
        .allMatch(order -> load.opening().containsKey(order.payer()))
        .allMatch(order -> load.opening().containsKey(order.payee()))
        .allMatch(order -> order.amount() > 0);
  }

  @Test
  void orders_hotShare_isPaidAsOftenAsWanted() {
    Load load = load(50, 1);
    List<String> hot = IntStream.range(0, 10).mapToObj(load::name).toList();
    long paid = list(load).stream().filter(order -> hot.contains(order.payee())).count();
    assertThat(paid).isBetween(COUNT * 50L / 100, COUNT * 58L / 100);
  }

  @Test
  void orders_beyondTheList_beginAgain() {
    Orders orders = new Orders(load(0, 1));
    assertThat(orders.at(1L << 40)).isEqualTo(orders.at(0));
  }

  @Test
  void opening_frozenAccounts_areAsManyAsWanted() {
    Load load = load(0, 1);
    assertThat(load.opening().values().stream().filter(Account::frozen)).hasSize(3);
    assertThat(load.opening().values().stream().mapToLong(Account::balance).sum())
        .isEqualTo(load.total());
  }

  private static Load load(int hotPercent, long seed) {
    return new Load(100, 10, hotPercent, 3, 1, 0, 0, 0, 0, seed);
  }

  private static List<Transfer> list(Load load) {
    Orders orders = new Orders(load);
    return LongStream.range(0, COUNT).mapToObj(orders::at).toList();
  }
}
