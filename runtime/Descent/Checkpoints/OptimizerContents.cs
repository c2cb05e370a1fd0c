using System.Globalization;
using Descent.CompilerServices;
using Descent.Engine;

namespace Descent.Checkpoints;

/// <summary>
/// Names all that the coming step of an optimizer depends on. What belongs to an optimizer is named after its rule, <c>AdamW/LearningRate</c>, the second of a
/// group <c>AdamW.2</c>; the states of a parameter after it, <c>layer1.weight/FirstMoment</c>, and its weights as it is. Names that are not those of members have a
/// colon, which no member's name has.
/// </summary>
internal static class OptimizerContents
{
    /// <summary>What the number of a parameter's updates is named after it.</summary>
    public const string Step = ":step";

    /// <summary>What the rule of an optimizer is named after it.</summary>
    public const string Rule = ":rule";

    private const string Owner = ":optimizer";
    private const string Frozen = ":frozen";
    private const string Awaits = ":awaitsGradient";
    private const string Evaluating = ":evaluating";
    private const string IsAtEvaluation = ":isAtEvaluation";
    private const string Rate = ":learningRateScale";
    private const string Remainder = "/weight.";

    /// <summary>Names everything of some optimizers.</summary>
    public static void Describe(CheckpointContents contents, Participant[] participants, bool includeWeights)
    {
        foreach (var (participant, owner) in OwnersOf(participants))
        {
            Describe(contents, participant, owner);
            foreach (var parameter in participant.Parameters)
            {
                Describe(contents, participant, owner, parameter, includeWeights);
            }
        }
    }

    /// <summary>Names what is of the optimizers themselves.</summary>
    public static void DescribeOwners(CheckpointContents contents, Participant[] participants)
    {
        foreach (var (participant, owner) in OwnersOf(participants))
        {
            Describe(contents, participant, owner);
        }
    }

    /// <summary>What names end in that begin with that of a parameter, however its weights and states are stored.</summary>
    public static IEnumerable<string> Endings(RuleSchema schema) =>
    [
        Owner, Step, Frozen, Awaits, IsAtEvaluation, Rate,
        Remainder + StoredTensor<float>.Compensation, Remainder + StoredTensor<float>.Master, Remainder + StoredTensor<float>.LowHalves,
        .. schema.States.Where(state => state.Per != Per.Optimizer)
            .SelectMany(state => (string[])["/" + state.Name, "/" + state.Name + BlockConversion.Scales, "/" + state.Name + BlockConversion.Blocks]),
    ];

    /// <summary>What each rule is called: by its class, and its number among those of this.</summary>
    private static IEnumerable<(Participant Participant, string Owner)> OwnersOf(Participant[] participants)
    {
        var owners = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var participant in participants)
        {
            var name = participant.Type.Name;
            var number = owners[name] = owners.GetValueOrDefault(name) + 1;
            yield return (participant, number == 1 ? name : FormattableString.Invariant($"{name}.{number}"));
        }
    }

    /// <summary>Names the options that change what a step does.</summary>
    public static void Describe(CheckpointContents contents, string owner, OptimizerOptions options)
    {
        contents.Add(StoredValue.Bits(owner + ":seed", () => options.Seed, value => options.Seed = value));
        contents.Add(StoredValue.Number(owner + ":gradientScale", () => options.GradientScale, value => options.GradientScale = value, value => double.IsFinite(value) && value > 0));
        contents.Add(StoredValue.Switch(owner + ":maximize", () => options.Maximize, value => options.Maximize = value));
        contents.Add(StoredValue.Number(owner + ":maximumGradientNorm", () => options.MaximumGradientNorm, value => options.MaximumGradientNorm = value, value => value > 0));
        contents.Add(StoredValue.Number(owner + ":gradientNormOrder", () => options.GradientNormOrder, value => options.GradientNormOrder = value, value => value >= 1));
        contents.Add(new StoredValue(
            owner + ":nonFiniteGradients",
            () => options.NonFiniteGradients.ToString(),
            text => Enum.TryParse<NonFiniteGradients>(text, out var value) && Enum.IsDefined(value) ? () => options.NonFiniteGradients = value : null));
        contents.Add(StoredValue.Switch(owner + ":clearGradientsAfterStep", () => options.ClearGradientsAfterStep, value => options.ClearGradientsAfterStep = value));
    }

    /// <summary>The name of what is kept beside weights of 16 bits.</summary>
    public static string NameOf(Parameter parameter, TensorView remainder) => parameter.Name + Remainder + remainder.Name;

    private static void Describe(CheckpointContents contents, Participant participant, string owner)
    {
        contents.Add(StoredValue.Note(owner + Rule, participant.Type.FullName!));
        contents.Add(StoredValue.Note(owner + ":math", participant.Schema.Math.ToString()));
        contents.Add(StoredValue.Note(owner + ":contract", Contract.Current.ToString(CultureInfo.InvariantCulture)));
        contents.Add(StoredValue.Note(owner + ":states", string.Join(',', participant.Schema.States.Select(state => state.Name))));
        contents.Add(StoredValue.Switch(owner + Evaluating, () => participant.IsEvaluating, value => participant.IsEvaluating = value));
        Describe(contents, owner, participant.Options);
        foreach (var (index, schema) in participant.Schema.Hyperparameters.Index().Where(item => item.Item.Role != HyperparameterRole.StepInput))
        {
            contents.Add(HyperparameterOf(participant.Rule, schema, index, $"{owner}/{schema.Name}") with { IsNew = metadata => metadata.ContainsKey(owner + Rule) });
        }

        foreach (var (index, state) in participant.Schema.States.Index().Where(item => item.Item.Per == Per.Optimizer))
        {
            contents.Add(new SingleTensor(
                $"{owner}/{state.Name}",
                () => participant.Rule.GetState(index),
                value => participant.Rule.SetState(index, value),
                () => participant.Parameters.All(parameter => parameter.StepCount == 0))
            {
                FormerNames = FormerNames(owner, state),
                IsNew = metadata => IsNew(metadata, owner, state),
            });
        }
    }

    private static void Describe(CheckpointContents contents, Participant participant, string owner, Parameter parameter, bool includeWeights)
    {
        var (name, state) = (parameter.Name, parameter.State);
        contents.Add(StoredValue.Note(name + Owner, owner) with { Owned = name });
        contents.Add(StoredValue.Integer(name + Step, () => state.StepCount, value => state.Standing.StepCount = (int)value, value => value is >= 0 and <= int.MaxValue));
        contents.Add(StoredValue.Switch(name + Frozen, () => parameter.IsFrozen, value => state.Standing.IsFrozen = value));
        contents.Add(StoredValue.Switch(name + Awaits, () => state.AwaitsGradient, value => state.Standing.AwaitsGradient = value));
        if (participant.Rule.HasMethod(RuleMethod.ToEvaluation))
        {
            contents.Add(StoredValue.Switch(name + IsAtEvaluation, () => state.Standing.IsEvaluating, value => state.Standing.IsEvaluating = value) with
            {
                IsNew = metadata => metadata.GetValueOrDefault(owner + Evaluating) != "true",
            });
        }

        contents.Add(StoredValue.Number(
            name + Rate,
            () => parameter.LearningRateScale,
            state.ScaleLearningRate,
            value => double.IsFinite(value) && value > 0 && (value == 1 || participant.Standings.ScaleRefusal is null)));
        var shard = state.Shard;
        long[] shape = [.. parameter.Shape.ToArray().Select(dimension => (long)dimension)];
        if (includeWeights)
        {
            contents.Add(Shared(new ViewTensor(name, parameter.Weights, Local(shape, parameter.Length)) { IsWeights = true }, shape, shard?.Start));
        }

        if (parameter.WeightRemainder is { } remainder)
        {
            // Whoever saves weights of 16 bits elsewhere has not saved this.
            contents.Add(Shared(new ViewTensor(NameOf(parameter, remainder), remainder, Local(shape, parameter.Length)), shape, shard?.Start));
        }

        foreach (var view in parameter.States)
        {
            var (schema, full) = (view.Schema, $"{name}/{view.Name}");
            Func<IReadOnlyDictionary<string, string>, bool> isNew = metadata
                => metadata.TryGetValue(name + Owner, out var before) && before == owner && IsNew(metadata, owner, schema);
            if (schema.Per == Per.Tensor)
            {
                contents.Add(Shared(new SingleTensor(full, () => view.Value, value => view.Value = value) { FormerNames = FormerNames(name, schema), IsNew = isNew }, [], null));
                continue;
            }

            var (local, whole, first) = (Local(ShapeOf(schema, view.Length, shape, state), view.Length), WholeShapeOf(schema, shape, state), FirstOf(schema, state));
            if (view.Storage != StateStorage.Blocks8)
            {
                contents.Add(Shared(new ViewTensor(full, view, local) { FormerNames = FormerNames(name, schema), IsNew = isNew }, whole, first));
                continue;
            }

            var codes = new CodesTensor(full, view, local) { FormerNames = FormerNames(name, schema), IsNew = isNew };
            contents.Add(Shared(codes, whole, first));
            contents.Add(Shared(
                new ScalesTensor(codes, view) { FormerNames = [.. codes.FormerNames.Select(former => former + BlockConversion.Scales)], IsNew = isNew },
                [codes.Layout.CountBlocks((int)state.TensorLength)],
                codes.Layout.CountBlocks(shard?.Start ?? 0)));
            contents.Add(StoredValue.Note(full + BlockConversion.Blocks, codes.Layout.Describe()) with { MayBeMissing = true });
        }

        StoredTensor Shared(StoredTensor tensor, long[] whole, long? first) => ShardTensor.Of(tensor, whole, first, state);

        long[] Local(long[] whole, nint length) => shard is null ? whole : [length];
    }

    private static long[] ShapeOf(StateSchema schema, nint length, long[] shape, OptimizerState state) => schema.Per switch
    {
        Per.Weight => shape,
        _ when !schema.IsSquare => [length],
        Per.Row => [state.Rows, state.Rows],
        _ => [state.Columns, state.Columns],
    };

    private static long[] WholeShapeOf(StateSchema schema, long[] shape, OptimizerState state) => schema.Per switch
    {
        Per.Weight => shape,
        Per.Row => schema.IsSquare ? [state.TensorRows, state.TensorRows] : [state.TensorRows],
        _ => schema.IsSquare ? [state.TensorColumns, state.TensorColumns] : [state.TensorColumns],
    };

    /// <summary>Where the values of a share begin; nothing of what all ranks have alike.</summary>
    private static long? FirstOf(StateSchema schema, OptimizerState state) => state.Shard is not { } shard ? null : schema.Per switch
    {
        Per.Weight => shard.Start,
        Per.Row => state.TensorColumns == 0 ? 0 : shard.Start / state.TensorColumns,
        _ => null,
    };

    private static List<string> FormerNames(string owner, StateSchema state) => [.. state.FormerNames.Select(former => $"{owner}/{former}")];

    /// <summary>Whether the rule got a state after the file was saved.</summary>
    private static bool IsNew(IReadOnlyDictionary<string, string> metadata, string owner, StateSchema state)
        => metadata.TryGetValue(owner + ":states", out var states) && !states.Split(',').Contains(state.Name);

    private static StoredValue HyperparameterOf(CompiledRule rule, HyperparameterSchema schema, int index, string name)
    {
        if (schema.ValueType == typeof(double))
        {
            var number = StoredValue.Number(name, () => rule.Scaling.Read(index), value => rule.SetNumber(index, value), schema.Admits);
            return schema.IsReadOnly ? number with { Parse = OnlyIf(number.Get) } : number;
        }

        string Get() => Convert.ToString(rule.GetHyperparameter(index), CultureInfo.InvariantCulture)!;
        if (schema.IsReadOnly)
        {
            return new(name, Get, OnlyIf(Get));
        }

        return new(name, Get, text => Find(text) is { } value ? () => rule.SetHyperparameter(index, value) : null);

        object? Find(string text) => schema.ValueType == typeof(int)
            ? int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && schema.Admits(number) ? number : null
            : schema.Choices.FirstOrDefault(choice => Convert.ToString(choice, CultureInfo.InvariantCulture) == text);

        static Func<string, Action?> OnlyIf(Func<string> get) => text => text == get() ? static () => { } : null;
    }
}
