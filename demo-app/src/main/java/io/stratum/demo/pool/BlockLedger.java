package io.stratum.demo.pool;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.stratum.mining.AuthenticationRequest;
import io.stratum.mining.Block;
import io.stratum.mining.BlockOutcome;
import io.stratum.mining.MiningListener;
import io.stratum.mining.Worker;

/**
 * Remembers the latest blocks of the pool and logs what an operator cares about: workers
 * that join and blocks. Safe for use by several threads.
 */
public final class BlockLedger implements MiningListener {

	private static final Log logger = LogFactory.getLog(BlockLedger.class);

	private static final int REMEMBERED_BLOCKS = 50;

	private static final int REMEMBERED_WORKERS = 10_000;

	private final DoubleSupplier nextDifficulty;

	private final InstantSource clock;

	private final Deque<FoundBlock> blocks = new ArrayDeque<>();

	private final Map<String, String> listeners = new LinkedHashMap<>();

	private long found;

	/**
	 * Creates an empty ledger.
	 * @param nextDifficulty the difficulty of the block after the latest
	 * @param clock the time
	 */
	public BlockLedger(DoubleSupplier nextDifficulty, InstantSource clock) {
		this.nextDifficulty = nextDifficulty;
		this.clock = clock;
	}

	/**
	 * The latest blocks.
	 * @return at most 50, newest first
	 */
	public synchronized List<FoundBlock> latest() {
		return new ArrayList<>(this.blocks);
	}

	/**
	 * How many blocks the pool found.
	 * @return the number since the start
	 */
	public synchronized long found() {
		return this.found;
	}

	@Override
	public void workerAuthorized(AuthenticationRequest request, Worker worker) {
		boolean joined;
		synchronized (this) {
			joined = this.listeners.remove(worker.name()) == null;
			this.listeners.put(worker.name(), request.listener());
			if (this.listeners.size() > REMEMBERED_WORKERS) {
				this.listeners.remove(this.listeners.keySet().iterator().next());
			}
		}
		if (joined) {
			logger.info("Worker " + printable(worker.name()) + " joined on " + request.listener());
		}
	}

	@Override
	public void blockSubmitted(Block block, String submitter, BlockOutcome outcome) {
		if (outcome.accepted() && !outcome.equals(BlockOutcome.DUPLICATE)) {
			FoundBlock entry = remember(block);
			logger.info(String.format(Locale.ROOT, "Block %d found by %s on %s: %s (next difficulty %.6f)",
					entry.height(), printable(entry.worker()), entry.listener(), entry.hash(),
					this.nextDifficulty.getAsDouble()));
		}
	}

	private synchronized FoundBlock remember(Block block) {
		FoundBlock entry = new FoundBlock(block.height(), block.hash().toString(), block.worker(),
				listener(block.worker()), block.value(), this.clock.instant());
		this.found++;
		this.blocks.addFirst(entry);
		if (this.blocks.size() > REMEMBERED_BLOCKS) {
			this.blocks.removeLast();
		}
		return entry;
	}

	/** The miners of an agent do not log in; their account does. */
	private String listener(String worker) {
		String own = this.listeners.get(worker);
		String account = worker.substring(0, Math.max(0, worker.lastIndexOf('.')));
		return (own != null) ? own : this.listeners.getOrDefault(account, "unknown");
	}

	/** A worker's name must not be able to forge log lines. */
	private static String printable(String name) {
		return name.replaceAll("\\p{Cntrl}", "?");
	}

}
