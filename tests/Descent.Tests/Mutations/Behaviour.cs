using System.Reflection;
using Descent.Testing.Comparing;

namespace Descent.Tests.Mutations;

/// <summary>What a rule does, as bits: two rules with the same behaviour are the same rule, written in two ways.</summary>
internal static class Behaviour
{
    private const int Weights = 12;
    private const int Steps = 30;
    private const int Settings = 6;

    /// <summary>
    /// The weights after every step, at the defaults and at some other hyperparameters, of one tensor as usual, one that starts at 0, and one
    /// without gradients.
    /// </summary>
    public static IReadOnlyList<ulong> Of(Type rule) => [.. Enumerable.Range(0, Settings).SelectMany(seed => Run(rule, seed))];

    private static List<ulong> Run(Type rule, int seed)
    {
        using var optimizer = (RuleOptimizer)Activator.CreateInstance(rule)!;
        var random = new Random(seed);
        if (seed > 0)
        {
            Vary(optimizer, random);
        }

        var weights = new double[3][];
        var gradients = new double[3][];
        for (var tensor = 0; tensor < 3; tensor++)
        {
            (weights[tensor], gradients[tensor]) = (new double[Weights], new double[Weights]);
            optimizer.Add("tensor" + tensor, weights[tensor], gradients[tensor]);
        }

        Fill(weights[0], random);
        Fill(weights[2], random);
        List<ulong> bits = [];
        for (var step = 1; step <= Steps; step++)
        {
            Fill(gradients[0], random);
            Fill(gradients[1], random);
            optimizer.Step();
            bits.AddRange(weights.SelectMany(tensor => tensor).Select(Bits.Of));
        }

        return bits;
    }

    /// <summary>Numbers of several magnitudes; some are 0.</summary>
    private static void Fill(double[] values, Random random)
    {
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = random.Next(8) == 0 ? 0 : (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-3, 2));
        }
    }

    /// <summary>Switches on what is off at the defaults, takes other members of enumerations, and moves every number within its range.</summary>
    private static void Vary(RuleOptimizer optimizer, Random random)
    {
        foreach (var property in optimizer.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(property => property.CanWrite))
        {
            switch (property.GetValue(optimizer))
            {
                case bool:
                    property.SetValue(optimizer, random.Next(2) == 0);
                    break;
                case Enum value:
                    var members = Enum.GetValues(value.GetType());
                    property.SetValue(optimizer, members.GetValue(random.Next(members.Length)));
                    break;
                case double value:
                    property.SetValue(optimizer, value == 0 ? 0.1 * random.NextDouble() : value < 1 ? Math.Pow(value, 0.3 + random.NextDouble()) : Math.Min(value, double.MaxValue / 2) * (0.5 + random.NextDouble()));
                    break;
            }
        }
    }
}
