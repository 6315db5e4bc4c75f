package io.isolde.stm.examples;

import static io.isolde.stm.Stm.atomic;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.stm.collection.TSortedMap;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** The example in the description of the sorted map. */
class CollectionsSortedTest {
  // @start region="booking"
  private final TSortedMap<LocalDate, String> bookings = new TSortedMap<>();

  boolean book(LocalDate from, int days, String guest) {
    return atomic(
        () -> {
          LocalDate to = from.plusDays(days);
          boolean free = bookings.subMap(from, to).isEmpty(); // and stays so until the commit
          if (free) {
            from.datesUntil(to).forEach(day -> bookings.put(day, guest));
          }
          return free;
        });
  }

  // @end

  @Test
  void booking_ofDaysThatAreTaken_isRefused() {
    LocalDate monday = LocalDate.of(2026, 11, 23);
    assertThat(book(monday, 3, "Ada")).isTrue();
    assertThat(book(monday.plusDays(2), 3, "Bob")).isFalse();
    assertThat(book(monday.plusDays(3), 3, "Bob")).isTrue();
    assertThat(bookings.values()).containsExactly("Ada", "Ada", "Ada", "Bob", "Bob", "Bob");
  }
}
