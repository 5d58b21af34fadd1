package io.stratum.node;

import java.time.InstantSource;
import java.util.Set;

import io.stratum.bitcoin.Hash256;
import io.stratum.mining.Block;
import io.stratum.mining.BlockOutcome;
import io.stratum.mining.BlockSubmitter;

/**
 * Takes blocks to a node. Each call has a connection of its own. Safe for use by several
 * threads.
 */
public final class NodeBlockSubmitter implements BlockSubmitter {

	/** What a node says that may take the block later. */
	private static final Set<String> LATER = Set.of("prev-blk-not-found", "time-too-new");

	/** The error of a block that is none. */
	private static final int NOT_PARSABLE = -22;

	private final NodeRpc rpc;

	private final NodeClient client;

	/** The height of the last block of ours that was on the best chain. */
	private volatile int won = -1;

	/**
	 * Creates a submitter.
	 * @param client calls the node
	 */
	public NodeBlockSubmitter(NodeClient client) {
		this.client = client;
		this.rpc = new NodeRpc(client, Set.of(), InstantSource.system());
	}

	@Override
	public String name() {
		return this.client.endpoint().name();
	}

	@Override
	public void whenWorkingAgain(Runnable submission) {
		this.client.whenWorkingAgain(submission);
	}

	@Override
	public BlockOutcome submit(Block block) throws NodeException {
		String answer;
		try {
			answer = this.rpc.submit(block.bytes());
		}
		catch (NodeException ex) {
			if (ex.code() == NOT_PARSABLE) {
				return BlockOutcome.rejected(Json.printable(ex.getMessage()));
			}
			throw ex;
		}
		if (answer == null) {
			won(block);
			return BlockOutcome.ACCEPTED;
		}
		if (LATER.contains(answer)) {
			return BlockOutcome.later(answer);
		}
		return switch (answer) {
			case "inconclusive" -> stored(block, answer);
			case "duplicate" -> isOnBestChain(block.hash()) ? won(block) : stored(block, answer);
			default -> BlockOutcome.rejected(Json.printable(answer));
		};
	}

	private BlockOutcome won(Block block) {
		this.won = block.height();
		return BlockOutcome.DUPLICATE;
	}

	/**
	 * The node has it, but builds on another block of the same height, which it should
	 * not if that is another's.
	 */
	private BlockOutcome stored(Block block, String answer) throws NodeException {
		if (this.won < block.height()) {
			prefer(block.hash());
			if (isOnBestChain(block.hash())) {
				won(block);
				return BlockOutcome.ACCEPTED;
			}
		}
		return BlockOutcome.stored(answer);
	}

	/** Nodes need not have the method, nor allow it. */
	private void prefer(Hash256 hash) throws NodeException {
		try {
			this.rpc.prefer(hash);
		}
		catch (NodeException ex) {
			if (ex.failure() != NodeFailure.ERROR && ex.failure() != NodeFailure.FORBIDDEN) {
				throw ex;
			}
		}
	}

	private boolean isOnBestChain(Hash256 hash) throws NodeException {
		ChainHeader header = this.rpc.header(hash);
		return header != null && header.confirmations() > 0;
	}

	@Override
	public String toString() {
		return this.client.endpoint().toString();
	}

}
