package io.isolde.store.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The threads that wait, for as long as it takes, until a leader has made their records durable, or
 * until it is their turn to lead. Guarded by the lock of the journal.
 */
final class WaitingLine {
  /*
   * Idea. Each thread waits by itself, and is woken when the lock has been given back, whoever leads
   * next before all others: so the disk has work while the rest awake.
   *
   * I1  While nobody leads, and the line is not empty, the one who was last let go as the next leader
   *     has not asked for the lock again yet.
   *
   * Rejected. A condition of the lock: those who are woken queue for the lock and wake each other one
   * by one, and whoever is first leads with what few records there are. With 64 committers on platform
   * threads that was 7 records a force instead of 30, and half as many commits.
   */

  /** Where a thread waits. Thread-safe. */
  static final class Place {
    private final Thread thread = Thread.currentThread();
    private final long sequence;
    private final boolean force;
    private volatile boolean isLetGo;

    private Place(long sequence, boolean force) {
      this.sequence = sequence;
      this.force = force;
    }

    /** Waits to be let go, without the lock; an interrupt is kept for later. */
    void await() {
      boolean interrupted = false;
      while (!isLetGo) {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
      if (interrupted) {
        thread.interrupt();
      }
    }

    /** To be called without the lock: it takes a while. */
    void letGo() {
      isLetGo = true;
      LockSupport.unpark(thread);
    }
  }

  private final ArrayDeque<Place> places = new ArrayDeque<>();

  /** A place for the calling thread, which wants a record forced, or just written. */
  Place add(long sequence, boolean force) {
    Place place = new Place(sequence, force);
    places.add(place);
    return place;
  }

  /** Takes those out who have what they want, and before them the first who has not. */
  List<Place> served(long written, long forced) {
    List<Place> served = new ArrayList<>();
    Place next = null;
    for (int left = places.size(); left > 0; left--) {
      Place place = places.remove();
      if ((place.force ? forced : written) >= place.sequence) {
        served.add(place);
      } else if (next == null) {
        next = place;
      } else {
        places.add(place);
      }
    }
    return withFirst(next, served);
  }

  private static List<Place> withFirst(@Nullable Place next, List<Place> served) {
    if (next != null) {
      served.add(0, next);
    }
    return served;
  }

  /** Takes all out: nobody will be served any more. */
  List<Place> all() {
    List<Place> all = new ArrayList<>(places);
    places.clear();
    return all;
  }
}
