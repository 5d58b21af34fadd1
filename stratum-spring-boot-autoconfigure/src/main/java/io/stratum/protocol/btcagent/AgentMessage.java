package io.stratum.protocol.btcagent;

import java.util.List;
import java.util.OptionalInt;

/**
 * A binary message between an agent and its pool. Session ids are those that the agent
 * has given its miners: U16, 0 to 0xfffe.
 */
public sealed interface AgentMessage {

	/**
	 * Agent to pool: a miner has come.
	 *
	 * @param session its session
	 * @param userAgent its software
	 * @param worker its name. Both are any bytes but NUL, as characters of Latin-1, and
	 * may be long
	 */
	record RegisterWorker(int session, String userAgent, String worker) implements AgentMessage {

	}

	/**
	 * Agent to pool: a miner has left.
	 *
	 * @param session its session
	 */
	record UnregisterWorker(int session) implements AgentMessage {

	}

	/**
	 * Agent to pool: a share of Bitcoin, in one of four layouts.
	 *
	 * @param job the job, U8
	 * @param session the session of the miner
	 * @param extranonce2 what the miner rolled, four bytes that stand in the coinbase in
	 * big-endian order behind the four of the session
	 * @param nonce the nonce of the header
	 * @param time the time of the header, unsigned seconds; empty or 0 for that of the
	 * job
	 * @param versionMask the bits of the version that were changed; empty for none
	 */
	record SubmitShare(int job, int session, int extranonce2, int nonce, OptionalInt time,
			OptionalInt versionMask) implements AgentMessage {

	}

	/**
	 * Agent to pool: a share of Ethereum.
	 *
	 * @param session the session of the miner
	 * @param nonce the nonce, U64
	 * @param job the job in lower-case hexadecimal digits
	 * @param mixHash 32 bytes in lower-case hexadecimal digits; empty for the layout
	 * without it
	 */
	record SubmitEthereumShare(int session, long nonce, String job, String mixHash) implements AgentMessage {

	}

	/**
	 * Pool to agent: miners work at difficulty 2<sup>exponent</sup> from now on.
	 *
	 * @param exponent 0 to 63
	 * @param sessions the sessions of the miners; a frame holds 32764 of them
	 */
	record SetDifficulty(int exponent, List<Integer> sessions) implements AgentMessage {

		/**
		 * Copies the list.
		 */
		public SetDifficulty {
			sessions = List.copyOf(sessions);
		}

	}

	/**
	 * Pool to agent: what became of a share, if {@code subres} was agreed.
	 *
	 * @param index the number of its submit frame on the connection from 0, U16, wrapping
	 * @param status one of {@link AgentStatus}
	 */
	record SubmitResponse(int index, int status) implements AgentMessage {

	}

	/**
	 * Agent to pool, Ethereum: a miner wants a nonce prefix.
	 *
	 * @param session the session of the miner
	 */
	record AskNoncePrefix(int session) implements AgentMessage {

	}

	/**
	 * Pool to agent, Ethereum: the nonce prefix of a miner.
	 *
	 * @param session the session of the miner
	 * @param prefix the prefix
	 */
	record SetExtranonce(int session, int prefix) implements AgentMessage {

	}

	/**
	 * A whole frame whose command is unknown or whose body is not that of its command.
	 * The stream goes on behind it, with all the other miners of the agent.
	 *
	 * @param command the command, U8
	 * @param length the length of the frame
	 * @param reason what was found and what was expected
	 */
	record UnreadableFrame(int command, int length, String reason) implements AgentMessage {

		/**
		 * Whether the agent has counted it as a submit and waits for a response.
		 * @return whether the command is one of the submits
		 */
		public boolean isSubmit() {
			return AgentCommand.isSubmit(this.command);
		}

	}

}
