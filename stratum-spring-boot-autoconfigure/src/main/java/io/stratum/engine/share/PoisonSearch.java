package io.stratum.engine.share;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.stratum.mining.PoisonShareException;

/**
 * Gives shares to the recorder so that nobody waits for a share that it refuses. To be
 * used by one thread at a time.
 * <p>
 * A round begins with all open shares in one call. Shares that are refused are halved,
 * and each half is given, until a share is refused alone: it is a <em>suspect</em>. As
 * soon as another share was recorded after that, so that the recorder works, the suspect
 * is given alone once more, and is poison if it is refused again. A share that the
 * recorder names as poison is believed to be.
 * <p>
 * When many calls in a row are refused, one share from elsewhere, most likely the newest,
 * is given alone. If it is not recorded either, nothing can be at the moment: that is an
 * outage. The round ends, what is open stays open, and so do the suspects. Since the
 * count of refusals goes on, a round of an outage is two calls: all open shares, and one.
 */
final class PoisonSearch {

	/** Until a share of a batch of 1,000 is alone, eleven calls are refused. */
	private static final int LONGEST_RUN = 11;

	private final Recorder recorder;

	private final List<JournalEntry> open;

	private final Supplier<@Nullable JournalEntry> newest;

	/** Those that were refused alone, with nothing recorded since. */
	private final Set<JournalEntry> suspects = new LinkedHashSet<>();

	/** How many calls were refused since the last that was recorded, in any round. */
	private int refusals;

	/**
	 * Creates a search.
	 * @param recorder where shares go
	 * @param open the open shares, in order; a round takes away what it settled
	 * @param newest the share that came last of those that are neither open nor settled,
	 * or null; may be settled, but stays where it is
	 */
	PoisonSearch(Recorder recorder, List<JournalEntry> open, Supplier<@Nullable JournalEntry> newest) {
		this.recorder = recorder;
		this.open = open;
		this.newest = newest;
	}

	/**
	 * Gives what is open, and takes away what is settled by that.
	 * @return whether nothing is open any more; if not, another round is due after a
	 * pause
	 */
	boolean round() {
		give(List.copyOf(this.open));
		this.open.removeIf(JournalEntry::isSettled);
		return this.open.isEmpty();
	}

	/** Returns false if nothing can be recorded at the moment. */
	private boolean give(List<JournalEntry> part) {
		List<JournalEntry> rest = unsettled(part);
		while (!rest.isEmpty()) {
			Outcome outcome = call(rest);
			if (outcome instanceof Outcome.Unknown) {
				return false;
			}
			List<JournalEntry> left = unsettled(rest);
			if (left.size() == rest.size()) {
				return halve(rest);
			}
			rest = left;
		}
		return true;
	}

	private boolean halve(List<JournalEntry> refused) {
		boolean alone = refused.size() == 1;
		if (alone) {
			this.suspects.add(refused.get(0));
		}
		if (this.refusals > LONGEST_RUN && !tryAnother()) {
			return false;
		}
		int half = (refused.size() + 1) / 2;
		return alone || give(refused.subList(0, half)) && give(refused.subList(half, refused.size()));
	}

	/** Tells poison from an outage by another share, a different one each time. */
	private boolean tryAnother() {
		JournalEntry another = this.newest.get();
		if (another == null) {
			List<JournalEntry> others = unsettled(this.open);
			others.removeAll(this.suspects);
			another = (others.isEmpty()) ? null : others.get(others.size() - 1 - this.refusals % others.size());
		}
		return another != null && call(List.of(another)) instanceof Outcome.Recorded;
	}

	/** Makes one call and settles what it decides. */
	private Outcome call(List<JournalEntry> part) {
		Outcome outcome = this.recorder.give(part);
		if (outcome instanceof Outcome.Recorded) {
			part.forEach(JournalEntry::settle);
			this.refusals = 0;
			trySuspects();
		}
		else if (outcome instanceof Outcome.Refused refused) {
			this.refusals++;
			if (refused.cause() instanceof PoisonShareException poison) {
				part.stream()
					.filter((entry) -> poison.names(entry.share()))
					.forEach((entry) -> setAside(entry, poison));
			}
		}
		return outcome;
	}

	private void trySuspects() {
		for (JournalEntry suspect : unsettled(this.suspects)) {
			Outcome outcome = this.recorder.give(List.of(suspect));
			if (outcome instanceof Outcome.Recorded) {
				suspect.settle();
			}
			else if (outcome instanceof Outcome.Refused refused) {
				setAside(suspect, refused.cause());
			}
		}
		this.suspects.clear();
	}

	private void setAside(JournalEntry entry, Throwable cause) {
		entry.settle();
		this.recorder.setAside(entry, cause);
	}

	private static List<JournalEntry> unsettled(Collection<JournalEntry> entries) {
		List<JournalEntry> result = new ArrayList<>(entries);
		result.removeIf(JournalEntry::isSettled);
		return result;
	}

	/**
	 * Where shares go.
	 */
	interface Recorder {

		/** Gives shares in one call. */
		Outcome give(List<JournalEntry> entries);

		/** Takes a share that is poison. */
		void setAside(JournalEntry entry, Throwable cause);

	}

	/**
	 * What became of a call.
	 */
	sealed interface Outcome {

		/** All its shares are recorded. */
		record Recorded() implements Outcome {

		}

		/**
		 * It failed.
		 *
		 * @param cause why
		 */
		record Refused(Throwable cause) implements Outcome {

		}

		/** It took too long, so that nothing is known of its shares. */
		record Unknown() implements Outcome {

		}

	}

}
