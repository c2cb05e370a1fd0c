using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using Descent.Generator.Analyzers.Dataflow;
using Descent.Generator.Analyzers.Mathematics;
using Descent.Generator.Analyzers.Structure;

namespace Descent.Generator.Analyzers;

/// <summary>The checks of a rule without errors, in the order in which they run. Each is a pure function.</summary>
internal static class RuleChecks
{
    /// <summary>Those that point at a place where something is wrong.</summary>
    public static readonly ImmutableArray<Func<RuleUnderCheck, IEnumerable<Finding>>> OfPlaces =
    [
        Legality.Run,
        CudaRefusals.Run,
        SwappedRoles.Run,
        Unsealed.Run,
        UnusedParameters.Run,
        UnusedStates.Run,
        UnusedHyperparameters.Run,
        UnusedValues.Run,
        ConstantConditions.Run,
        SlippedParentheses.Run,
        AverageWeights.Run,
        MissingBiasCorrections.Run,
        BiasCorrections.Run,
        FirstBiasCorrections.Run,
        LearningRates.Run,
        CoupledWeightDecay.Run,
        Divisions.Run,
        Domains.Run,
        VanishingConstants.Run,
        DecayDirection.Run,
        Scale.Run,
        Cancellation.Run,
        Equality.Run,
        TruncatedDivisions.Run,
        SinglePrecision.Run,
        FunctionsForEachWeight.Run,
        ScatteredFactors.Run,
    ];

    /// <summary>Those that see what the whole rule does; a place that is wrong explains it, so they run where none is.</summary>
    public static readonly ImmutableArray<Func<RuleUnderCheck, IEnumerable<Finding>>> OfBehaviour =
    [
        StepDirection.Run,
        Symmetry.Run,
        Parabola.Run,
        Drift.Run,
        UnusualDegree.Run,
        LearningRateEffect.Run,
        StillStates.Run,
    ];

    /// <summary>Those of a chain, whose one method the compiler wrote: what its parts leave unused is no mistake of the chain.</summary>
    public static readonly ImmutableArray<Func<RuleUnderCheck, IEnumerable<Finding>>> OfChains = [Legality.Run, CudaRefusals.Run, Unsealed.Run];
}
