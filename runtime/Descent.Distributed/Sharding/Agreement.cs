using System.Globalization;
using System.Text;

namespace Descent.Distributed;

/// <summary>What all ranks must have alike: at the start, and for each step. Ranks compare a hash; where it differs they tell each other the lines, and all throw the same.</summary>
internal sealed class Agreement(Ranks ranks)
{
    private readonly StringBuilder _lines = new();

    /// <summary>Forgets the lines before.</summary>
    public Agreement Begin()
    {
        _lines.Clear();
        return this;
    }

    /// <summary>Says how something is here.</summary>
    public Agreement Add(string what, string how)
    {
        _lines.Append(what).Append(" is ").Append(how).Append('\n');
        return this;
    }

    /// <summary>Says how a number is here, to the bit.</summary>
    public Agreement Add(string what, double value) => Add(what, value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Says how the rules, their hyperparameters and options are here.</summary>
    public Agreement Add(Optimizer optimizer)
    {
        AddOptions("the optimizer's", optimizer.Options);
        foreach (var (number, participant) in optimizer.Participants.Index())
        {
            var owner = optimizer.Participants.Length == 1 ? participant.Type.Name : $"{participant.Type.Name} {number + 1}";
            Add(owner, participant.Type.FullName!);
            AddOptions(owner + "'s", participant.Options);
            foreach (var (index, schema) in participant.Schema.Hyperparameters.Index())
            {
                Add(
                    $"{owner}.{schema.Name}",
                    schema.ValueType == typeof(double)
                        ? participant.Rule.GetNumber(index).ToString("R", CultureInfo.InvariantCulture)
                        : Convert.ToString(participant.Rule.GetHyperparameter(index), CultureInfo.InvariantCulture)!);
            }
        }

        return this;
    }

    /// <summary>Says how a parameter is here.</summary>
    public Agreement Add(ShardedTensor tensor)
        => Add($"parameter '{tensor.Name}'", $"{TensorView.NameOf(tensor.ElementType)}[{string.Join(", ", tensor.Shape.ToArray())}]{(tensor.TakesRows ? ", with gradients of some rows" : "")}");

    /// <summary>Says how the states and weights of a parameter are kept here.</summary>
    public Agreement AddStorage(ShardedTensor tensor, Optimizer optimizer)
        => Add($"the storage of parameter '{tensor.Name}'", optimizer.TakerOf(tensor.Name, tensor.Shape).DescribeStorage(tensor.Name, tensor.Shape, tensor.Length));

    /// <summary>Says how far a parameter is here.</summary>
    public Agreement AddStanding(ShardedTensor tensor)
    {
        var parameter = tensor.Parameter!;
        return Add(
            $"parameter '{tensor.Name}'",
            FormattableString.Invariant($"at step {parameter.StepCount}, {(!tensor.HasGradients ? "without gradients" : tensor.HasRowGradients ? "with gradients of some rows" : tensor.AreGiven ? "with gradients that were given away" : "with gradients")}, {(parameter.IsFrozen ? "frozen" : "not frozen")}{(parameter.HoldsOtherWeights ? ", with other weights swapped in" : "")}, scaled by {parameter.LearningRateScale:R}"));
    }

    /// <summary>Says how the mathematical library of this machine computes, function by function, where each rank calls it for more than the values of a step.</summary>
    public Agreement AddLibrary()
    {
        (string Name, Func<int, double> Of)[] functions =
        [
            ("Math.Pow", number => Math.Pow(0.999, number)),
            ("Math.Pow of larger numbers", number => Math.Pow(number, -0.8)),
            ("Math.Exp", number => Math.Exp(-number / 7.0)),
            ("Math.Log", number => Math.Log(number)),
            ("Math.Cos", number => Math.Cos(number)),
            ("Math.Sin", number => Math.Sin(number)),
            ("Math.Tanh", number => Math.Tanh(number / 9.0)),
            ("Math.Cbrt", number => Math.Cbrt(number)),
        ];
        foreach (var (name, function) in functions)
        {
            var hash = 14695981039346656037UL;
            for (var number = 1; number <= 64; number++)
            {
                hash = (hash ^ BitConverter.DoubleToUInt64Bits(function(number))) * 1099511628211UL;
            }

            Add($"what the mathematical library computes as {name}", "of the bits " + hash.ToString("x16", CultureInfo.InvariantCulture));
        }

        return this;
    }

    /// <summary>Compares.</summary>
    /// <param name="what">What the ranks compare.</param>
    /// <exception cref="InvalidOperationException">A rank has something otherwise.</exception>
    public void Require(string what)
    {
        var text = _lines.ToString();
        var hash = 14695981039346656037UL;
        foreach (var character in text)
        {
            hash = (hash ^ character) * 1099511628211UL;
        }

        var hashes = ranks.Gather(what, BitConverter.GetBytes(hash));
        for (var rank = 1; rank < ranks.Size; rank++)
        {
            if (!hashes.AsSpan(rank * sizeof(ulong), sizeof(ulong)).SequenceEqual(hashes.AsSpan(0, sizeof(ulong))))
            {
                throw new InvalidOperationException(Difference(ranks.GatherTexts(what, text)));
            }
        }
    }

    private static string Difference(string[] texts)
    {
        var first = texts[0].Split('\n');
        for (var rank = 1; rank < texts.Length; rank++)
        {
            var other = texts[rank].Split('\n');
            for (var line = 0; line < Math.Max(first.Length, other.Length); line++)
            {
                var (expected, found) = (first.ElementAtOrDefault(line) ?? "", other.ElementAtOrDefault(line) ?? "");
                if (expected != found)
                {
                    return $"The ranks disagree. On rank 0 {(expected.Length > 0 ? expected : "there is no more")}, on rank {rank} {(found.Length > 0 ? found : "there is no more")}. Nothing was changed.";
                }
            }
        }

        return "The ranks disagree.";
    }

    private void AddOptions(string owner, OptimizerOptions options)
    {
        Add(owner + " GradientScale", options.GradientScale);
        Add(owner + " MaximumGradientNorm", options.MaximumGradientNorm);
        Add(owner + " GradientNormOrder", options.GradientNormOrder);
        Add(owner + " NonFiniteGradients", options.NonFiniteGradients.ToString());
        Add(owner + " Maximize", options.Maximize.ToString());
        Add(owner + " ClearGradientsAfterStep", options.ClearGradientsAfterStep.ToString());
        Add(owner + " CollectStatistics", options.CollectStatistics.ToString());
        Add(owner + " Seed", options.Seed.ToString(CultureInfo.InvariantCulture));
    }
}
