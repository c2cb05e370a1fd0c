using Descent.Tests.Oracles;

namespace Descent.Tests.Mutations;

/// <summary>Holds a mutant against the numbers that other libraries gave for the rule, as the rule itself is: <see cref="ParityTests"/>.</summary>
internal static class MutantOracles
{
    /// <summary>Whether the weights differ from the library's anywhere by more than the rule's may.</summary>
    /// <param name="rule">The rule's name.</param>
    /// <param name="mutant">The mutant.</param>
    public static bool Catch(string rule, Type mutant)
        => ParityTests.Mappings.Where(mapping => mapping.Rule.Name == rule).Any(mapping => mapping.Entries.Any(entry => Differs(new StandIn(mapping, mutant) { Entries = [entry] }, OracleFile.Entries[entry])));

    private static bool Differs(Mapping mapping, OracleEntry entry) => entry.Runs.Keys.Any(problem => new Replay(mapping, entry, problem).CompareWeights().Count > 0);

    /// <summary>A mutant, set up as its rule would be.</summary>
    private sealed class StandIn(Mapping mapping, Type mutant) : Mapping
    {
        public override Type Rule => mutant;

        public override Optimizer Configure(Settings settings)
        {
            using var original = mapping.Configure(settings);
            var optimizer = (Optimizer)Activator.CreateInstance(mutant)!;
            foreach (var property in mapping.Rule.GetProperties().Where(property => property.DeclaringType == mapping.Rule && property.CanWrite))
            {
                mutant.GetProperty(property.Name)!.SetValue(optimizer, property.GetValue(original));
            }

            return optimizer;
        }

        public override void Prepare(Optimizer optimizer, Settings settings, int step)
        {
        }

        public override double[] ReadState(OptimizerState state, Settings settings, string libraryName) => throw new NotSupportedException("Of a mutant only the weights are compared.");
    }
}
