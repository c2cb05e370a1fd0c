using Descent.Tests.Oracles;

namespace Descent.Tests.Mutations;

/// <summary>
/// The tests of the catalogue on a mutant, in the place of its rule: the weights that other libraries gave (<see cref="ParityTests"/>), the
/// formula written another way (<see cref="FormulaTests"/>), and what the rule is for some hyperparameters (<see cref="IdentityTests"/>).
/// </summary>
internal static class CatalogueChecks
{
    /// <summary>Whether any test fails.</summary>
    /// <param name="rule">The rule's name.</param>
    /// <param name="mutant">The mutant.</param>
    public static bool Fail(string rule, Type mutant) => MissesALibrary(rule, mutant) || MissesItsFormula(rule, mutant) || BreaksAnIdentity(rule, mutant);

    private static bool MissesALibrary(string rule, Type mutant) => ParityTests.Mappings.Where(mapping => mapping.Rule.Name == rule).Any(mapping => mapping.Entries.Any(id =>
    {
        var entry = OracleFile.Entries[id];
        return entry.Runs.Keys.Where(problem => mapping.Problems?.Contains(problem) ?? true).Any(problem => new Replay(new MappingOfMutant(mapping, mutant) { Entries = [id] }, entry, problem).CompareWeights().Count > 0);
    }));

    private static bool MissesItsFormula(string rule, Type mutant) => FormulaTests.All.Any(
        pair => pair.Key.Name == rule && FormulaTests.Compare(() => StandIn(pair.Value.Create(), mutant), pair.Value, "B", 1e-12).Count > 0);

    private static bool BreaksAnIdentity(string rule, Type mutant) => IdentityTests.Identities.Values.Any(identity =>
    {
        return (IsOf(identity.One) || IsOf(identity.Other)) && IdentityTests.Compare(Replaced(identity.One), Replaced(identity.Other), identity.RelativeTolerance).Count > 0;

        bool IsOf(Func<RuleOptimizer> create)
        {
            using var optimizer = create();
            return optimizer.GetType().Name == rule;
        }

        Func<RuleOptimizer> Replaced(Func<RuleOptimizer> create) => IsOf(create) ? () => StandIn(create(), mutant) : create;
    });

    /// <summary>A mutant with the hyperparameters of its rule.</summary>
    private static RuleOptimizer StandIn(RuleOptimizer original, Type mutant)
    {
        using (original)
        {
            var optimizer = (RuleOptimizer)Activator.CreateInstance(mutant)!;
            CopyHyperparameters(original, optimizer);
            return optimizer;
        }
    }

    private static void CopyHyperparameters(RuleOptimizer original, RuleOptimizer mutant)
    {
        foreach (var property in original.GetType().GetProperties().Where(property => property.DeclaringType == original.GetType() && property.CanWrite))
        {
            mutant.GetType().GetProperty(property.Name)!.SetValue(mutant, property.GetValue(original));
        }
    }

    /// <summary>A mutant, set up as its rule would be.</summary>
    private sealed class MappingOfMutant(Mapping mapping, Type mutant) : Mapping
    {
        public override Type Rule => mutant;

        public override RuleOptimizer Configure(Settings settings) => StandIn(mapping.Configure(settings), mutant);

        public override void Prepare(RuleOptimizer optimizer, Settings settings, int step)
        {
            using var original = mapping.Configure(settings);
            mapping.Prepare(original, settings, step);
            CopyHyperparameters(original, optimizer);
        }

        public override double[] ReadState(OptimizerState state, Settings settings, string libraryName) => throw new NotSupportedException("Of a mutant only the weights are compared.");
    }
}
