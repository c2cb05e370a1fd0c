using System.Globalization;
using System.Text;
using Descent.Generator.IR;

namespace Descent.Tests.Strictness.Fuzzing;

/// <summary>Writes a random rule as C#.</summary>
internal static class RuleWriter
{
    /// <param name="rule">The rule.</param>
    /// <param name="targets">The arguments of its attribute, in parentheses, where it is compiled for more than the processor.</param>
    public static string Write(RuleTree rule, string targets = "")
    {
        var text = new StringBuilder(rule.HasMatrices ? "using Descent.Matrices;\n" : "");
        if (rule.IsChain)
        {
            var parts = rule.Methods.Select(part => $"typeof({(part.IsOfLibrary ? $"Descent.Chains.{part.Name}" : rule.Name + part.Name)})");
            text.Append(CultureInfo.InvariantCulture, $"[Optimizer{targets}, Chain({string.Join(", ", parts)})]\npublic sealed partial class {rule.Name};\n");
            foreach (var part in rule.Methods.Where(part => !part.IsOfLibrary).Distinct())
            {
                WriteClass(text, rule, part, $"public static class {rule.Name}{part.Name}");
            }
        }
        else
        {
            WriteClass(text, rule, rule.Methods[0], $"[Optimizer{targets}]\npublic sealed partial class {rule.Name}");
        }

        return text.ToString();
    }

    private static void WriteClass(StringBuilder text, RuleTree rule, MethodTree method, string head)
    {
        var helpers = rule.HelpersOf(method.Body);
        var nodes = helpers.Select(helper => helper.Body).Append(method.Body).SelectMany(body => body.DescendantsAndSelf()).ToList();
        var (isPart, hyperparameters) = (method.Role != Role.Update, Hyperparameters(method, nodes).ToList());
        text.Append(CultureInfo.InvariantCulture, $"{head}\n{{\n");
        if (!isPart)
        {
            hyperparameters.ForEach(of => text.Append(CultureInfo.InvariantCulture, $"    [Hyperparameter({of.Arguments})] public partial {of.Declaration} {{ get; set; }}\n"));
        }

        foreach (var helper in helpers)
        {
            var list = helper.Parameters.Select((parameter, index) => $"{(index == 0 && !helper.ReturnsValue ? "ref " : "")}double {parameter.Name}");
            text.Append(CultureInfo.InvariantCulture, $"    private {(isPart ? "static " : "")}{(helper.ReturnsValue ? "double" : "void")} {helper.Name}({string.Join(", ", list)})\n");
            TreeWriter.Write(text, helper.Body, "    ");
        }

        var parameters = Parameters(method, nodes).Concat(hyperparameters.Where(_ => isPart).Select(of => $"[Hyperparameter({of.Arguments})] {of.Declaration}"));
        var signature = method.Role switch { Role.Update => "private void Update", Role.Transform => "public static double Apply", _ => "public static void Apply" };
        text.Append(CultureInfo.InvariantCulture, $"    [{method.Role}]\n    {signature}({string.Join(", ", parameters)})\n");
        TreeWriter.Write(text, method.Body, "    ", first: Mentions(nodes, RuleTree.Phase) ? "var q = t % K;" : null);
        text.Append("}\n");
    }

    private static IEnumerable<(string Declaration, string Arguments)> Hyperparameters(MethodTree method, List<Node> nodes)
    {
        var reals = nodes.Where(node => node.Kind == Kind.Hyperparameter).Select(node => (node.Text, node.Value))
            .Concat(method.States.Where(state => state.Start.Hyperparameter is not null).Select(state => (state.Start.Hyperparameter!, state.Start.Value!.Value)));
        foreach (var (name, value) in reals.Distinct())
        {
            yield return ($"double {name}", value.ToString("R", CultureInfo.InvariantCulture));
        }

        foreach (var node in nodes.Where(node => node.Kind == Kind.IntegerHyperparameter).DistinctBy(node => node.Text))
        {
            yield return ($"int {node.Text}", node.Value.ToString(CultureInfo.InvariantCulture));
        }

        if (Mentions(nodes, RuleTree.K) || Mentions(nodes, RuleTree.Phase))
        {
            yield return ("int K", $"{method.Period}, Min = 1");
        }

        if (nodes.Any(node => node.Kind == Kind.Flag))
        {
            yield return ("bool F", method.Flag ? "true" : "false");
        }
    }

    private static IEnumerable<string> Parameters(MethodTree method, List<Node> nodes)
    {
        var isTransform = method.Role == Role.Transform;
        if (isTransform)
        {
            yield return "double update";
        }

        // A transform takes the weight if it asks for it, an after-step method the gradient; an update method always takes both.
        if (!isTransform || Mentions(nodes, RuleTree.Weight) || method.States.Any(state => state.Start == Start.Weight))
        {
            yield return isTransform ? "double weight" : "ref double weight";
        }

        if (method.Role == Role.Update || Mentions(nodes, RuleTree.Gradient))
        {
            yield return "double gradient";
        }

        foreach (var input in method.Inputs)
        {
            yield return $"[Input] double {input.Name}";
        }

        foreach (var draw in method.Draws)
        {
            yield return $"[Random{(draw.Distribution == Distribution.Normal ? "(Distribution.Normal)" : "")}] double {draw.Symbol.Name}";
        }

        if (Mentions(nodes, RuleTree.Step) || Mentions(nodes, RuleTree.Phase))
        {
            yield return "[Step] int t";
        }

        foreach (var state in method.States)
        {
            var arguments = string.Join(", ", new[] { state.Count == 0 ? "" : $"Count = {state.Count}", state.Scope == Axes.Weight ? "" : $"Per = Per.{(state.Scope == Axes.Step ? Axes.Tensor : state.Scope)}", state.Start.Text }.Where(argument => argument.Length > 0));
            yield return $"[State{(arguments.Length > 0 ? $"({arguments})" : "")}] {(state.IsSquare ? "SquareMatrix" : state.Count > 0 ? "Span<double>" : state.IsReadOnly ? "double" : "ref double")} {state.Symbol.Name}";
        }
    }

    private static bool Mentions(List<Node> nodes, Symbol symbol) => nodes.Any(node => node.Symbol == symbol);
}
