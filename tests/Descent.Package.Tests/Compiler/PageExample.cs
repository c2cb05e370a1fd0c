using System.Text.RegularExpressions;

namespace Descent.Package.Tests.Compiler;

/// <summary>The wrong or the right code of a diagnostic's page, with what is left out around it.</summary>
/// <param name="Id">The diagnostic.</param>
/// <param name="Source">A whole file.</param>
internal sealed partial record PageExample(string Id, string Source)
{
    private static readonly (string Name, string Default)[] s_hyperparameters =
    [
        ("LearningRate", "1e-3"), ("Momentum", "0.9"), ("Beta", "0.9"), ("Beta1", "0.9"), ("Beta2", "0.999"), ("Epsilon", "1e-8"), ("WeightDecay", "0.01"), ("Threshold", "0.5"),
    ];

    /// <summary>What a local or state of a page is, where the page does not say so.</summary>
    private static readonly (string Name, string Statement)[] s_values =
    [
        ("m", "m = Beta1 * m + (1 - Beta1) * gradient;"),
        ("v", "v = Beta2 * v + (1 - Beta2) * gradient * gradient;"),
        ("velocity", "velocity = Momentum * velocity + gradient;"),
        ("mHat", "var mHat = m / (1 - Math.Pow(Beta1, t));"),
        ("vHat", "var vHat = v / (1 - Math.Pow(Beta2, t));"),
        ("rectification", "var rectification = Math.Sqrt(1 - Math.Pow(Beta2, t));"),
    ];

    /// <summary>How the line of a hyperparameter begins that the page leaves out.</summary>
    private const string Added = "/* left out */ [Hyperparameter";

    /// <summary>The wrong code of all pages that show code.</summary>
    public static IReadOnlyList<PageExample> Wrong { get; } = Read(WrongCode());

    /// <summary>The right code of the same pages.</summary>
    public static IReadOnlyList<PageExample> Right { get; } = Read(RightCode());

    /// <summary>The lines that say that they have the diagnostic; none where the page shows it in another way.</summary>
    public IReadOnlyList<int> Lines => [.. Source.Split('\n').Select((line, index) => (line, index)).Where(pair => pair.line.Contains("// " + Id, StringComparison.Ordinal)).Select(pair => pair.index + 1)];

    /// <summary>Whether a comment names a diagnostic.</summary>
    public bool Names(string id) => Regex.IsMatch(Source, $"//.*{id}");

    /// <summary>Whether the page leaves out a line: the declaration of a hyperparameter, where some diagnostics are.</summary>
    public bool LeavesOut(int line) => Source.Split('\n')[line - 1].StartsWith(Added, StringComparison.Ordinal);

    private static IReadOnlyList<PageExample> Read(Regex code)
        => [.. Directory.GetFiles(Path.Combine(Repository.Root, "generator", "docs"), "DSC*.md").Order(StringComparer.Ordinal).Select(page => Read(page, code)).OfType<PageExample>()];

    private static PageExample? Read(string page, Regex code)
    {
        var id = Path.GetFileNameWithoutExtension(page);
        return code.Match(File.ReadAllText(page).ReplaceLineEndings("\n")) is { Success: true } match
            ? new(id, $"namespace {id}\n{{\n{Complete(match.Groups[1].Value.Replace("…", "weight -= LearningRate * gradient;", StringComparison.Ordinal))}\n}}\n")
            : null;
    }

    private static string Complete(string code) => code switch
    {
        _ when code.Contains("[Optimizer", StringComparison.Ordinal) || WholeClass().IsMatch(code) => code,
        _ when code.StartsWith("[Inlineable]", StringComparison.Ordinal) => $"public static class Helpers\n{{\n{code}\n}}",
        _ when code.StartsWith('[') => Rule(code),
        _ when Uses(code, "optimizer") => $$"""
            public static class Usage
            {
                private static void ComputeGradients(params object[] all) { }
                public static void Train(float[] weights, float[] gradients, int[] batches)
                {
                    {{(code.Contains("var optimizer", StringComparison.Ordinal) ? "" : "var optimizer = new Adam();")}}
                    {{code}}
                    {{(code.Contains("var optimizer", StringComparison.Ordinal) ? "" : "optimizer.Step();")}}
                }
            }
            """,
        _ => Rule(Update(code)),
    };

    /// <summary>A rule with members, and those that they use and do not declare.</summary>
    private static string Rule(string members)
    {
        var missing = s_hyperparameters.Where(property => Uses(members, property.Name) && !Regex.IsMatch(members, $@"public .*\b{property.Name} \{{"));
        var factors = string.Concat(Declared().Matches(members).Select(match => match.Groups[1].Value + " * "));
        var update = members.Contains("[Update]", StringComparison.Ordinal) ? "" : $"[Update] private void Update(ref double weight, double gradient) => weight -= 0.1 * {factors}gradient;";
        return $"[Optimizer] public sealed partial class Rule\n{{\n{string.Concat(missing.Select(property => $"{Added}({property.Default}, Min = 0, Below = 1)] public partial double {property.Name} {{ get; set; }}\n"))}{members}\n{update}\n}}";
    }

    /// <summary>An update with a body, and what that uses and does not compute.</summary>
    private static string Update(string body)
    {
        if (!Assigned("weight").IsMatch(body))
        {
            body += $"\nweight -= LearningRate * ({(Uses(body, "v") ? "gradient / (Math.Sqrt(v) + Epsilon)" : Uses(body, "m") ? "m" : Uses(body, "velocity") ? "velocity" : "gradient")});";
        }

        foreach (var (name, statement) in s_values.Reverse())
        {
            body = Uses(body, name) && !Assigned(name).IsMatch(body) ? statement + "\n" + body : body;
        }

        var states = s_values.Take(3).Where(value => Uses(body, value.Name)).Select(value => $", [State] ref double {value.Name}");
        return $"[Update] private void Update(ref double weight, double gradient{string.Concat(states)}{(Uses(body, "t") ? ", [Step] int t" : "")})\n{{\n{body}\n}}";
    }

    private static bool Uses(string code, string name) => Regex.IsMatch(code, $@"\b{name}\b");

    private static Regex Assigned(string name) => new($@"\b{name} [-+*/]?= ");

    [GeneratedRegex(@"(\w+) \{ get;")]
    private static partial Regex Declared();

    [GeneratedRegex(@"^public [a-z ]*\bclass\b")]
    private static partial Regex WholeClass();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex WrongCode();

    [GeneratedRegex("```csharp\n.*?```.*?```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex RightCode();
}
