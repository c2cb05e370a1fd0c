namespace Descent.Tests.Strictness.ReaderFuzzing;

/// <content>Chains and their parts.</content>
internal sealed partial class RandomSource
{
    private string WriteChain()
    {
        var (text, parts) = ("", new List<string>());
        var transforms = _random.Next(1, 4);
        for (var number = 0; number < transforms + _random.Next(2); number++)
        {
            _helpers.Clear();
            parts.Add($"typeof(Part{Text(number)})");
            text += $"public static class Part{Text(number)}\n{{\n{Constants}{WritePart(isTransform: number < transforms)}}}\n";
        }

        if (transforms > 1 && Chance(3))
        {
            parts.Insert(0, parts[0]);
        }

        return $"{Declarations()}{text}[Optimizer, Chain({string.Join(", ", parts)})] public sealed partial class Rule;\n";
    }

    private string WritePart(bool isTransform)
    {
        var text = Helpers(() => "    private", allStatic: true);
        _used.Clear();
        var parameters = new List<string> { isTransform ? "double update" : "ref double weight" };
        _at = new() { IsStatic = true, Returns = isTransform ? Sort.Number : null, Variables = [new(isTransform ? "update" : "weight", Sort.Number) { DiffersByWeight = true }] };
        _used.UnionWith(["update", "weight", "gradient", "t"]);
        if (isTransform && Chance(2))
        {
            parameters.Add("double weight");
            _at.Variables.Add(new("weight", Sort.Number) { DiffersByWeight = true });
        }

        if (Chance(2))
        {
            parameters.Add("double gradient");
            _at.Variables.Add(new("gradient", Sort.Number) { DiffersByWeight = true });
        }

        if (Chance(2))
        {
            parameters.Add("[Step] int t");
            _at.Variables.Add(new("t", Sort.Integer));
        }

        if (Chance(2))
        {
            parameters.Add("[Hyperparameter(0.1)] double rate");
            _used.Add("rate");
            _at.Variables.Add(new("rate", Sort.Number));
        }

        for (var count = _random.Next(3); count > 0; count--)
        {
            parameters.Add(State(mayBeSpan: false, "weight", isTransform));
        }

        parameters.AddRange(StatesOfRows());
        var body = Statements(_random.Next(1, 5), 3, "        ") + (isTransform ? $"        return {Number(3, true)};\n" : $"        weight -= {Number(3, true)};\n");
        return $"{text}    [{(isTransform ? "Transform" : "AfterStep")}]\n    public static {(isTransform ? "double" : "void")} Apply({string.Join(", ", parameters)})\n    {{\n{body}    }}\n";
    }
}
