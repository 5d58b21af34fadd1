package io.stratum.engine.share;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import io.stratum.bitcoin.Hash256;
import io.stratum.engine.runtime.EnginePolicies.Following;
import io.stratum.engine.runtime.EngineRuntime;
import io.stratum.engine.runtime.EngineSettings;
import io.stratum.mining.BlockChain;
import io.stratum.mining.MinedBlock;
import io.stratum.mining.MiningListener;
import io.stratum.room.Fault;
import io.stratum.room.LimitedCalls;
import io.stratum.room.Room;

/**
 * Follows the blocks that a node has until they are deep in the best chain, or are not in
 * it when others have been built upon. Asks at new tips, on a thread of its own. Safe for
 * use by several threads; never waits.
 */
final class BlockFollower {

	/** How many blocks must follow the height of a block that is not in the chain. */
	static final int ORPHANED_BELOW = 6;

	/** The oldest is not followed any longer when there are more. */
	static final int MOST_FOLLOWED = 1_000;

	private static final Logger logger = System.getLogger(BlockFollower.class.getName());

	private final BlockChain chain;

	private final int confirmations;

	private final MiningListener listener;

	private final BlockLog log;

	private final Room room;

	private final LimitedCalls calls;

	private final Map<Hash256, MinedBlock> followed = new LinkedHashMap<>() {
		@Override
		protected boolean removeEldestEntry(Map.Entry<Hash256, MinedBlock> eldest) {
			return size() > MOST_FOLLOWED;
		}
	};

	/** Whether there will be a look at the blocks. */
	private final AtomicBoolean due = new AtomicBoolean();

	private volatile int tipHeight;

	BlockFollower(Following following, EngineSettings settings, EngineRuntime runtime, MiningListener listener) {
		this.chain = following.chain();
		this.confirmations = following.confirmations();
		this.listener = listener;
		this.log = new BlockLog(logger, runtime.nanoClock());
		this.room = runtime.room("stratum-block-chain", 1).open();
		String bean = Fault.nameOf(BlockChain.class, this.chain);
		this.calls = runtime.calls(runtime.faultLog(BlockFollower.class, bean), settings.policyTimeout(), 1);
	}

	/** A node has a block. */
	void follow(MinedBlock block) {
		synchronized (this.followed) {
			this.followed.putIfAbsent(block.hash(), block);
		}
	}

	/** There is a new tip, or no tip again that was there. */
	void tipChanged(int height) {
		this.tipHeight = height;
		if (this.due.compareAndSet(false, true)) {
			this.room.execute(this::look);
		}
	}

	/** What is wrong with the chain, or null. */
	@Nullable Fault fault() {
		return this.calls.fault();
	}

	private void look() {
		this.due.set(false);
		List<MinedBlock> blocks;
		synchronized (this.followed) {
			blocks = List.copyOf(this.followed.values());
		}
		try {
			for (MinedBlock block : blocks) {
				int depth = this.tipHeight - block.height() + 1;
				if (depth >= this.confirmations || depth > ORPHANED_BELOW) {
					judge(block, depth, this.calls.call(() -> this.chain.confirmations(block.hash())));
				}
			}
		}
		catch (Exception ex) {
			// Logged; the next tip brings the next look
		}
	}

	private void judge(MinedBlock block, int depth, int found) {
		if (found >= this.confirmations) {
			end(block);
			this.log.log(Level.INFO, "Block " + block.height() + " confirmed: " + block.hash());
			this.listener.blockConfirmed(block);
		}
		else if (found <= 0 && depth > ORPHANED_BELOW) {
			end(block);
			this.log.log(Level.WARNING, "Block " + block.height() + " orphaned: " + block.hash() + ": "
					+ ((found == BlockChain.UNKNOWN) ? "not known" : "not on the best chain"));
			this.listener.blockOrphaned(block);
		}
	}

	private void end(MinedBlock block) {
		synchronized (this.followed) {
			this.followed.remove(block.hash());
		}
	}

}
