package io.isolde.checks.history;

import io.isolde.checks.history.AttemptRecord.Read;
import io.isolde.checks.history.Edge.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The edges that follow from the values of chains. Every value knows which value it replaced, so
 * all values of a key form a tree; in a correct history the tree is a single line.
 */
final class ChainEdges {
  private static final int NOBODY = -1;

  private record Id(Key key, long value) {}

  /** A value, the attempt that wrote it, and the values that replaced it. */
  private record Version(Id id, int writer, boolean hasEffect, List<Version> successors) {}

  private final List<AttemptRecord> attempts;
  private final Graph graph;
  private final List<Violation> violations;
  private final Map<Id, Version> versions = new HashMap<>();

  ChainEdges(List<AttemptRecord> attempts, Graph graph, List<Violation> violations) {
    this.attempts = attempts;
    this.graph = graph;
    this.violations = violations;
  }

  void add() {
    forEachWrite(this::addVersion);
    forEachWrite(this::addSuccessor);
    for (int i = 0; i < attempts.size(); i++) {
      addReads(i);
    }
    versions.values().forEach(this::addForks);
  }

  private interface WriteAction {
    void accept(int attempt, Write write);
  }

  private void forEachWrite(WriteAction action) {
    for (int i = 0; i < attempts.size(); i++) {
      for (Write write : attempts.get(i).writes()) {
        if (!write.key.isSum()) {
          action.accept(i, write);
        }
      }
    }
  }

  /**
   * Several attempts may have written the same value by removing; at most one of them took effect.
   */
  private void addVersion(int attempt, Write write) {
    Id id = new Id(write.key, write.value);
    boolean hasEffect = attempts.get(attempt).hasEffect(write);
    Version before = versions.get(id);
    if (before == null || !before.hasEffect) {
      put(id, attempt, hasEffect);
    } else if (hasEffect) {
      String first = attempts.get(before.writer).name();
      violations.add(met(Anomaly.LOST_UPDATE, attempt, id, first + " had already written"));
    }
  }

  private Version put(Id id, int writer, boolean hasEffect) {
    Version version = new Version(id, writer, hasEffect, new ArrayList<>(1));
    versions.put(id, version);
    return version;
  }

  private void addSuccessor(int attempt, Write write) {
    Version version = versions.get(new Id(write.key, write.value));
    if (version == null || !version.hasEffect || version.writer != attempt) {
      return;
    }
    Version base = committed(attempt, write.key, write.base());
    if (base != null) {
      base.successors.add(version);
      addEdge(Kind.BUILT_UPON, base.writer, attempt, base.id, write.value);
    }
  }

  private void addReads(int reader) {
    for (Read read : attempts.get(reader).reads()) {
      if (!read.key().isSum()) {
        addRead(reader, read);
      }
    }
  }

  private void addRead(int reader, Read read) {
    Version version = committed(reader, read.key(), read.value());
    if (version != null) {
      addEdge(Kind.READ_FROM, version.writer, reader, version.id, 0);
      for (Version successor : version.successors) {
        addEdge(Kind.REPLACED_LATER, reader, successor.writer, version.id, successor.id.value);
      }
    }
  }

  /**
   * Adds an edge from each successor of a value to every other, so several successors form a cycle.
   */
  private void addForks(Version version) {
    for (Version first : version.successors) {
      for (Version second : version.successors) {
        addEdge(Kind.BOTH_REPLACED, first.writer, second.writer, version.id, second.id.value);
      }
    }
  }

  private void addEdge(Kind kind, int from, int to, Id id, long other) {
    if (from != NOBODY) {
      graph.add(kind, from, to, id.key, id.value, other);
    }
  }

  /**
   * The version that {@code attempt} met; null, with a violation noted, if it was not committed.
   */
  private @Nullable Version committed(int attempt, Key key, long value) {
    Id id = new Id(key, value);
    Version version = versions.get(id);
    if (version == null && value == Key.INITIAL) {
      return put(id, NOBODY, true);
    } else if (version == null) {
      violations.add(met(Anomaly.UNKNOWN_VALUE, attempt, id, "nobody wrote"));
      return null;
    } else if (!version.hasEffect && version.writer != attempt) {
      String writer = attempts.get(version.writer).name();
      violations.add(met(Anomaly.DIRTY_READ, attempt, id, writer + " wrote, without effect"));
      return null;
    }
    return version;
  }

  private Violation met(Anomaly anomaly, int attempt, Id id, String what) {
    AttemptRecord record = attempts.get(attempt);
    String told = record.name() + " met " + id.key + " = " + id.value + ", which " + what + ".";
    return new Violation(anomaly, told, List.of(record));
  }
}
