package io.stratum.session.btcagent;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The miners of an agent by their session id, of which one connection has a sparse set: a
 * table of small pages, so that a lookup is two array accesses. Changed on the loop only;
 * read on any thread.
 */
final class AgentWorkers {

	private static final int PAGE_BITS = 6;

	private static final int PAGE_SIZE = 1 << PAGE_BITS;

	private static final int PAGES = 1 << 16 >> PAGE_BITS;

	/** Null before the first miner; a page is there while it has miners. */
	private volatile @Nullable AtomicReferenceArray<@Nullable Page> pages;

	private volatile int size;

	int size() {
		return this.size;
	}

	@Nullable AgentWorker find(int session) {
		AtomicReferenceArray<@Nullable Page> table = this.pages;
		Page page = (table != null) ? table.get(session >> PAGE_BITS) : null;
		return (page != null) ? page.get(session & (PAGE_SIZE - 1)) : null;
	}

	/**
	 * Adds a worker whose session is not taken.
	 */
	void put(AgentWorker worker) {
		AtomicReferenceArray<@Nullable Page> table = this.pages;
		if (table == null) {
			table = new AtomicReferenceArray<>(PAGES);
			this.pages = table;
		}
		int number = worker.session() >> PAGE_BITS;
		Page page = table.get(number);
		if (page == null) {
			page = new Page();
			table.set(number, page);
		}
		page.set(worker.session() & (PAGE_SIZE - 1), worker);
		page.used++;
		this.size = this.size + 1;
	}

	/**
	 * Removes a worker.
	 * @return the worker, or null if there was none
	 */
	@Nullable AgentWorker remove(int session) {
		AtomicReferenceArray<@Nullable Page> table = this.pages;
		AgentWorker worker = find(session);
		if (table == null || worker == null) {
			return null;
		}
		Page page = table.get(session >> PAGE_BITS);
		if (page != null) {
			page.set(session & (PAGE_SIZE - 1), null);
			page.used--;
			if (page.used == 0) {
				table.set(session >> PAGE_BITS, null);
			}
		}
		this.size = this.size - 1;
		return worker;
	}

	void clear() {
		this.pages = null;
		this.size = 0;
	}

	/**
	 * The workers that are there, by their session ids.
	 */
	Stream<AgentWorker> stream() {
		AtomicReferenceArray<@Nullable Page> table = this.pages;
		return (table == null) ? Stream.empty()
				: IntStream.range(0, PAGES).mapToObj(table::get).flatMap(Stream::ofNullable).flatMap(Page::stream);
	}

	void forEach(Consumer<AgentWorker> action) {
		AtomicReferenceArray<@Nullable Page> table = this.pages;
		for (int i = 0; table != null && i < PAGES; i++) {
			Page page = table.get(i);
			for (int j = 0; page != null && j < PAGE_SIZE; j++) {
				AgentWorker worker = page.get(j);
				if (worker != null) {
					action.accept(worker);
				}
			}
		}
	}

	/**
	 * The workers of neighbouring sessions.
	 */
	private static final class Page extends AtomicReferenceArray<@Nullable AgentWorker> {

		/** How many miners it has. */
		private int used;

		Page() {
			super(PAGE_SIZE);
		}

		Stream<AgentWorker> stream() {
			return IntStream.range(0, PAGE_SIZE).mapToObj(this::get).flatMap(Stream::ofNullable);
		}

	}

}
