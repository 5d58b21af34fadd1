package io.stratum.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.springframework.util.unit.DataSize;

import io.stratum.protocol.btcagent.AgentLayout;
import io.stratum.session.btcagent.BtcAgents;

/**
 * Agents, which stand for many miners on one connection.
 */
public class BtcagentProperties {

	/**
	 * How the user agents begin that are agents; by default those of the known ones.
	 */
	private List<String> userAgentPrefixes = new ArrayList<>(BtcAgents.KNOWN_AGENTS);

	/**
	 * How shares are laid out in frames. Only those of Bitcoin are mined.
	 */
	private AgentLayout layout = AgentLayout.BITCOIN;

	/**
	 * Longest binary frame that is read.
	 */
	private DataSize maxFrameLength = DataSize.ofBytes(65535);

	/**
	 * Most miners that an agent may register.
	 */
	private int maxWorkers = 65535;

	/**
	 * Most shares of an agent that may wait for their answer before reading stops.
	 */
	private int maxPending = 4096;

	public List<String> getUserAgentPrefixes() {
		return this.userAgentPrefixes;
	}

	public void setUserAgentPrefixes(List<String> userAgentPrefixes) {
		this.userAgentPrefixes = userAgentPrefixes;
	}

	public AgentLayout getLayout() {
		return this.layout;
	}

	public void setLayout(AgentLayout layout) {
		this.layout = layout;
	}

	public DataSize getMaxFrameLength() {
		return this.maxFrameLength;
	}

	public void setMaxFrameLength(DataSize maxFrameLength) {
		this.maxFrameLength = maxFrameLength;
	}

	public int getMaxWorkers() {
		return this.maxWorkers;
	}

	public void setMaxWorkers(int maxWorkers) {
		this.maxWorkers = maxWorkers;
	}

	public int getMaxPending() {
		return this.maxPending;
	}

	public void setMaxPending(int maxPending) {
		this.maxPending = maxPending;
	}

}
