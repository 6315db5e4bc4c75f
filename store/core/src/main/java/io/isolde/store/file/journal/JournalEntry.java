package io.isolde.store.file.journal;

import org.jspecify.annotations.Nullable;

/** A record that was appended to a journal. Thread-safe. */
public final class JournalEntry {
  private final long sequence;
  private final long journalBytes;
  private volatile boolean visible;

  /** Guarded as the chain is. */
  private @Nullable JournalEntry next;

  private JournalEntry(long sequence, long journalBytes) {
    this.sequence = sequence;
    this.journalBytes = journalBytes;
  }

  /** How many bytes were appended up to this record, including it. */
  public long journalBytes() {
    return journalBytes;
  }

  /** The number of the record. */
  public long sequence() {
    return sequence;
  }

  /** Marks the record as visible: every read of the store from now on sees its changes. */
  public void markVisible() {
    visible = true;
  }

  /**
   * The records of a journal, from the last one up to which all are visible. Guarded by the lock of
   * the journal.
   */
  static final class Chain {
    private JournalEntry lastVisible;
    private JournalEntry newest;

    /** Makes a chain without records; the next one follows {@code last}. */
    Chain(long last) {
      newest = new JournalEntry(last, 0);
      newest.markVisible();
      lastVisible = newest;
    }

    /** The last record, or an entry that precedes all records. */
    JournalEntry newest() {
      return newest;
    }

    /** Makes the entry of the next record, which takes {@code bytes}, without adding it. */
    JournalEntry next(long bytes) {
      return new JournalEntry(newest.sequence + 1, newest.journalBytes + bytes);
    }

    /** Adds the next record; cannot fail. */
    void add(JournalEntry entry) {
      newest.next = entry;
      newest = entry;
      forgetVisible();
    }

    private void forgetVisible() {
      JournalEntry next;
      while ((next = lastVisible.next) != null && next.visible) {
        lastVisible.next = null; // else old garbage would keep young objects alive
        lastVisible = next;
      }
    }

    /** The number of the last record up to which all are visible. */
    long visibleThrough() {
      forgetVisible();
      return lastVisible.sequence;
    }
  }
}
