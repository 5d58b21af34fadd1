package io.stratum.autoconfigure.mining;

import io.stratum.autoconfigure.MiningProperties;
import io.stratum.autoconfigure.MiningProperties.Acknowledge;
import io.stratum.autoconfigure.StratumProperties;
import io.stratum.engine.runtime.EngineSettings;
import io.stratum.engine.runtime.EngineSettings.Acknowledgement;
import io.stratum.engine.runtime.EngineSettings.Calls;
import io.stratum.engine.runtime.EngineSettings.CoinbaseSettings;
import io.stratum.engine.runtime.EngineSettings.Resume;

/**
 * Makes the settings of the engine from the properties.
 */
final class EngineSettingsFactory {

	private EngineSettingsFactory() {
	}

	static EngineSettings create(StratumProperties properties) {
		MiningProperties mining = properties.getMining();
		CoinbaseSettings coinbase = new CoinbaseSettings(mining.getPoolTag(),
				Math.toIntExact(mining.getMaxCoinbaseSize().toBytes()));
		Calls calls = new Calls(mining.getPolicyTimeout(), mining.getPolicyThreads(),
				properties.getSession().getLoginTimeout());
		Acknowledgement acknowledgement = new Acknowledgement(mining.getAcknowledge() == Acknowledge.RECORDED,
				mining.getAcknowledgeDelay(), mining.getAcknowledgeTimeout(), mining.getAcknowledgeMaxPending(),
				mining.getAcknowledgeBatchSize());
		return new EngineSettings(properties.getNodeId(), mining.getExtranonce2Size(),
				Integer.parseUnsignedInt(mining.getVersionMask(), 16), mining.getPollInterval(),
				mining.getJobInterval(), mining.getJobLifetime(), mining.getMaxWorkAge(), calls, coinbase,
				acknowledgement, new Resume(mining.getResumeTimeout(), mining.getMaxResumable()),
				mining.getBlockDirectory());
	}

}
