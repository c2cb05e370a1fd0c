using System.Globalization;
using System.Text;
using Descent.Generator.IR;

namespace Descent.Tests.Strictness.Fuzzing;

/// <summary>A state of a random rule.</summary>
/// <param name="Symbol">Its parameter.</param>
/// <param name="Scope">What one value belongs to.</param>
/// <param name="IsReadOnly">Whether the parameter is by value.</param>
/// <param name="Start">The arguments of the attribute that say how it starts.</param>
internal sealed record StateTree(Symbol Symbol, StateScope Scope, bool IsReadOnly, string Start);

/// <summary>A helper of a random rule: what it returns, or, for one without a result, what it makes of its first parameter.</summary>
internal sealed record HelperTree(string Name, IReadOnlyList<Symbol> Parameters, bool ReturnsValue, Node Body);

/// <summary>A random rule.</summary>
internal sealed record RuleTree(string Name, int Period, bool Flag, IReadOnlyList<StateTree> States, IReadOnlyList<HelperTree> Helpers, Node Body)
{
    public const double A = 0.1;
    public const double B = 0.9;

    public static readonly Symbol Weight = new("weight", 0, Level.Element);
    public static readonly Symbol Gradient = new("gradient", 1, Level.Element);
    public static readonly Symbol Step = new("t", 2, Level.Step);
    public static readonly Symbol K = new("K", 3, Level.Step);
    public static readonly Symbol Phase = new("q", 4, Level.Step);

    /// <summary>The first slot that is free for states and locals.</summary>
    public const int FirstFreeSlot = 5;

    public int Size => Body.Size + Helpers.Sum(helper => helper.Body.Size) + States.Count;

    /// <summary>Helpers that are called, from the method or from one another.</summary>
    public IReadOnlyList<HelperTree> UsedHelpers
    {
        get
        {
            var used = new HashSet<string>();
            var pending = new Stack<Node>([Body]);
            while (pending.TryPop(out var body))
            {
                foreach (var call in body.DescendantsAndSelf().Where(node => node.Kind is Kind.Call or Kind.Move && used.Add(node.Text)))
                {
                    pending.Push(Helper(call.Text).Body);
                }
            }

            return [.. Helpers.Where(helper => used.Contains(helper.Name))];
        }
    }

    public HelperTree Helper(string name) => Helpers.First(helper => helper.Name == name);

    /// <summary>The rule as C#.</summary>
    public string Write()
    {
        var text = new StringBuilder();
        var bodies = UsedHelpers.Select(helper => helper.Body).Append(Body).SelectMany(body => body.DescendantsAndSelf()).ToList();
        var parameters = States.Select(state
            => $", [State{(state.Start.Length > 0 ? $"({state.Start})" : "")}] {(state.IsReadOnly ? "" : "ref ")}double {state.Symbol.Name}");
        text.Append(CultureInfo.InvariantCulture, $"[Optimizer]\npublic sealed partial class {Name}\n{{\n");
        if (bodies.Any(node => node.Text == "A") || States.Any(state => state.Start.Contains("(A)", StringComparison.Ordinal)))
        {
            text.Append("    [Hyperparameter(0.1)] public partial double A { get; set; }\n");
        }

        if (bodies.Any(node => node.Text == "B"))
        {
            text.Append("    [Hyperparameter(0.9)] public partial double B { get; set; }\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"    [Hyperparameter({Period}, Min = 1)] public partial int K {{ get; set; }}\n");
        if (bodies.Any(node => node.Kind == Kind.Flag))
        {
            text.Append(CultureInfo.InvariantCulture, $"    [Hyperparameter({(Flag ? "true" : "false")})] public partial bool F {{ get; set; }}\n");
        }

        foreach (var helper in UsedHelpers)
        {
            var list = helper.Parameters.Select((parameter, index) => $"{(index == 0 && !helper.ReturnsValue ? "ref " : "")}double {parameter.Name}");
            text.Append(CultureInfo.InvariantCulture, $"\n    private {(helper.ReturnsValue ? "double" : "void")} {helper.Name}({string.Join(", ", list)})\n");
            TreeWriter.Write(text, helper.Body, "    ");
        }

        text.Append(CultureInfo.InvariantCulture, $"\n    [Update]\n    private void Update(ref double weight, double gradient, [Step] int t{string.Concat(parameters)})\n");
        TreeWriter.Write(text, new Node(Kind.Block, [.. Body.Children]), "    ", first: "var q = t % K;");
        return text.Append("}\n").ToString();
    }
}
