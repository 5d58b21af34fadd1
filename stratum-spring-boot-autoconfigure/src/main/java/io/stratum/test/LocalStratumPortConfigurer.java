package io.stratum.test;

import java.lang.annotation.Annotation;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.annotation.ContextAnnotationAutowireCandidateResolver;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;

/**
 * Lets {@link LocalStratumPort} name a listener: a placeholder in a composed annotation
 * cannot contain an attribute, so the name is turned into one where annotated values are
 * looked up. Leaves a bean factory alone whose way of looking up was changed by someone
 * else; a name is then refused as no number.
 */
public final class LocalStratumPortConfigurer implements BeanFactoryPostProcessor {

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		if (beanFactory instanceof DefaultListableBeanFactory factory && factory.getAutowireCandidateResolver()
			.getClass() == ContextAnnotationAutowireCandidateResolver.class) {
			factory.setAutowireCandidateResolver(new PortResolver());
		}
	}

	private static final class PortResolver extends ContextAnnotationAutowireCandidateResolver {

		@Override
		public @Nullable Object getSuggestedValue(DependencyDescriptor descriptor) {
			for (Annotation annotation : descriptor.getAnnotations()) {
				MergedAnnotation<LocalStratumPort> port = MergedAnnotations.from(annotation)
					.get(LocalStratumPort.class);
				if (port.isPresent() && !port.getString(MergedAnnotation.VALUE).startsWith("${")) {
					return "${local.stratum." + port.getString(MergedAnnotation.VALUE) + ".port}";
				}
			}
			return super.getSuggestedValue(descriptor);
		}

	}

}
