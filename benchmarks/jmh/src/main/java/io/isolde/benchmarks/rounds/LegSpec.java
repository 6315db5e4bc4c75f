package io.isolde.benchmarks.rounds;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.isolde.benchmarks.peer.Peer;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one side of a comparison does.
 *
 * @param scenario the simple name of a subclass of {@link io.isolde.benchmarks.Scenario}
 * @param params the values of its parameters, by name
 * @param roles one for each thread
 */
public record LegSpec(String scenario, SortedMap<String, String> params, List<Integer> roles) {
  static LegSpec of(String scenario, Peer peer, int threads) {
    return new LegSpec(
        scenario,
        new TreeMap<>(java.util.Map.of("peer", peer.name())),
        java.util.Collections.nCopies(threads, 0));
  }

  LegSpec with(String param, Object value) {
    SortedMap<String, String> more = new TreeMap<>(params);
    more.put(param, value.toString());
    return new LegSpec(scenario, more, roles);
  }

  LegSpec withRoles(Integer... newRoles) {
    return new LegSpec(scenario, params, List.of(newRoles));
  }

  /** The peer, by name. */
  @JsonIgnore
  public String peer() {
    return params.getOrDefault("peer", "");
  }

  /** For example {@code ISOLDE TwoRefTransfer refs=1000}. */
  public String describe() {
    StringBuilder text = new StringBuilder(peer()).append(' ').append(scenario);
    params.forEach(
        (name, value) -> {
          if (!name.equals("peer")) {
            text.append(' ').append(name).append('=').append(value);
          }
        });
    return text.toString();
  }
}
