package io.stratum.engine.share;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.stratum.mining.PoisonShareException;

/**
 * Gives shares to the recorder so that nobody waits for a share that it refuses. To be
 * used by one thread at a time.
 * <p>
 * A round gives all open shares, batch by batch. A batch that is refused is halved, and
 * each half is given, until a share is refused alone: from then on it is a
 * <em>suspect</em>, which no other share is given with or waits for. Each time that
 * something was recorded, so that the recorder works, every suspect is given alone once
 * more. Whenever one is refused alone after something was recorded in the same round it
 * gets a strike, and with the last strike it is poison. A share that the recorder names
 * as poison is believed to be. While no other share comes, suspects are given without
 * counting it.
 * <p>
 * When many calls in a row are refused, one share from elsewhere is given alone. If it is
 * not recorded either, nothing can be at the moment: that is an outage, the round ends,
 * and what is open stays open. Since the count of refusals goes on, a round of an outage
 * is two calls: a batch, and one share, a different one each time.
 */
final class PoisonSearch {

	/** Until a share of a batch of 1,000 is alone, eleven calls are refused. */
	private static final int LONGEST_RUN = 11;

	/** So often a recorder hardly refuses a good share, even if it often fails. */
	private static final int LAST_STRIKE = 8;

	private final Recorder recorder;

	private final int batchSize;

	/** The shares that are neither recorded nor set aside, in order. */
	private final List<JournalEntry> open;

	/**
	 * The suspects among them, and their strikes. Those without any are forgotten at the
	 * next round.
	 */
	private final Map<JournalEntry, Integer> suspects = new LinkedHashMap<>();

	/** How many calls were refused since the last that was recorded, in any round. */
	private int refusals;

	/** How many shares were given alone since then to find out whether any can be. */
	private int probes;

	/** Whether something was recorded in this round. */
	private boolean working;

	/**
	 * Creates a search.
	 * @param recorder where shares go
	 * @param batchSize how many shares are given in a call at most
	 * @param open the open shares, in order; a round takes away what it settled
	 */
	PoisonSearch(Recorder recorder, int batchSize, List<JournalEntry> open) {
		this.recorder = recorder;
		this.batchSize = batchSize;
		this.open = open;
	}

	/**
	 * Gives what is open, and takes away what is settled by that.
	 * @return whether nothing is left but suspects with strikes, which nobody waits for;
	 * if not, another round is due after a pause
	 * @throws InterruptedException if nothing is known of a call
	 */
	boolean round() throws InterruptedException {
		this.suspects.values().removeIf((strikes) -> strikes == 0);
		this.working = false;
		try {
			List<JournalEntry> all = givable(this.open);
			boolean goesOn = true;
			for (int i = 0; goesOn && i < all.size(); i += this.batchSize) {
				goesOn = give(all.subList(i, Math.min(all.size(), i + this.batchSize)));
			}
			if (all.isEmpty()) {
				giveSuspects();
			}
			return goesOn && !this.suspects.containsValue(0);
		}
		finally {
			this.open.removeIf(JournalEntry::isSettled);
			this.suspects.keySet().removeIf(JournalEntry::isSettled);
		}
	}

	/** Without strikes, since nothing else shows whether the recorder works. */
	private void giveSuspects() throws InterruptedException {
		for (JournalEntry suspect : List.copyOf(this.suspects.keySet())) {
			if (!suspect.isSettled()) {
				call(List.of(suspect));
			}
		}
	}

	/** Returns false if nothing can be recorded at the moment. */
	private boolean give(List<JournalEntry> part) throws InterruptedException {
		List<JournalEntry> rest = givable(part);
		while (!rest.isEmpty() && !call(rest)) {
			List<JournalEntry> unnamed = givable(rest);
			if (unnamed.size() == rest.size()) {
				return halve(rest);
			}
			rest = unnamed;
		}
		return true;
	}

	private boolean halve(List<JournalEntry> refused) throws InterruptedException {
		boolean alone = refused.size() == 1;
		if (alone) {
			this.suspects.put(refused.get(0), this.working ? 1 : 0);
		}
		if (this.refusals > LONGEST_RUN && !tryAnother()) {
			return false;
		}
		int half = (refused.size() + 1) / 2;
		return alone || give(refused.subList(0, half)) && give(refused.subList(half, refused.size()));
	}

	/**
	 * By turns the newest, which is the most likely to be good, and each of the others.
	 */
	private boolean tryAnother() throws InterruptedException {
		List<JournalEntry> others = givable(this.open);
		if (others.isEmpty()) {
			return false;
		}
		int probe = this.probes++;
		int index = (probe % 2 == 0) ? others.size() - 1 : probe / 2 % others.size();
		return call(List.of(others.get(index)));
	}

	/** Makes one call, settles what it decides, and returns whether it was recorded. */
	private boolean call(List<JournalEntry> part) throws InterruptedException {
		Exception refusal = this.recorder.give(part);
		if (refusal == null) {
			part.forEach(JournalEntry::settle);
			this.working = true;
			this.refusals = 0;
			this.probes = 0;
			trySuspects();
			return true;
		}
		this.refusals++;
		if (refusal instanceof PoisonShareException poison) {
			part.stream().filter((entry) -> poison.names(entry.share())).forEach((entry) -> setAside(entry, poison));
		}
		return false;
	}

	private void trySuspects() throws InterruptedException {
		this.suspects.keySet().removeIf(JournalEntry::isSettled);
		for (JournalEntry suspect : List.copyOf(this.suspects.keySet())) {
			Exception refusal = this.recorder.give(List.of(suspect));
			if (refusal == null) {
				suspect.settle();
			}
			else if (this.suspects.merge(suspect, 1, Integer::sum) == LAST_STRIKE) {
				setAside(suspect, refusal);
			}
		}
	}

	private void setAside(JournalEntry entry, Exception cause) {
		entry.settle();
		this.recorder.setAside(entry, cause);
	}

	/** What is neither settled nor suspect. */
	private List<JournalEntry> givable(List<JournalEntry> entries) {
		return entries.stream().filter((entry) -> !entry.isSettled() && !this.suspects.containsKey(entry)).toList();
	}

	/**
	 * Where shares go.
	 */
	interface Recorder {

		/**
		 * Gives shares in one call.
		 * @return why they were refused, or null if all are recorded
		 * @throws InterruptedException if nothing is known of them
		 */
		@Nullable Exception give(List<JournalEntry> entries) throws InterruptedException;

		/** Takes a share that is poison. */
		void setAside(JournalEntry entry, Exception cause);

	}

}
