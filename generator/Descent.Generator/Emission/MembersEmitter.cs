using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Model;
using Descent.Generator.Infrastructure;
using Descent.Generator.Targets.CSharp;

namespace Descent.Generator.Emission;

/// <summary>Writes the public members of an optimizer: adding parameters, making state, updating spans, the reference.</summary>
internal static class MembersEmitter
{
    private const string Span = "global::System.Span";
    private const string ReadOnlySpan = "global::System.ReadOnlySpan";
    private const string Guard = "global::Descent.CompilerServices.Guard";

    public static void WriteAdd(SourceWriter writer, RuleModel rule, MemberNames members, IReadOnlyList<(string Field, string Creation)> lines)
    {
        var state = TypeNames.State(rule);
        WriteAdd(writer, state, "T[] weights, T[]? gradients = null");
        WriteAdd(writer, state, "global::System.Memory<T> weights, global::System.Memory<T> gradients = default");
        writer.Line("/// <summary>Allocates state for weights that are updated through spans.</summary>");
        writer.Line("/// <typeparam name=\"T\"><see cref=\"float\"/> or <see cref=\"double\"/>.</typeparam>");
        writer.Line("/// <param name=\"weights\">The weights.</param>");
        if (rule.IsOfMatrices)
        {
            writer.Line("/// <param name=\"rows\">The number of rows, their first dimension; 1 for a vector.</param>");
            writer.Line("/// <param name=\"columns\">The number of columns, the product of all other dimensions.</param>");
        }

        writer.Line("/// <param name=\"storage\">How states are kept between steps; as they are computed unless said.</param>");
        writer.Line("/// <returns>State of as many values, at step 0.</returns>");
        if (rule.IsOfMatrices)
        {
            writer.Line("/// <exception cref=\"global::System.ArgumentException\">There are not as many weights as rows times columns.</exception>");
        }

        writer.Line("/// <exception cref=\"global::System.NotSupportedException\"><typeparamref name=\"T\"/> is neither <see cref=\"float\"/> nor <see cref=\"double\"/>.</exception>");
        if (rule.IsOfMatrices)
        {
            writer.Line($"public {state} CreateState<T>({ReadOnlySpan}<T> weights, int rows, int columns, global::Descent.StorageOptions? storage = null)");
            writer.Line("    " + Generated.Constraint);
            writer.Line("    => CreateState(weights, new global::Descent.CompilerServices.MatrixShape(rows, columns, weights.Length), storage);");
            writer.Line();
            writer.Line($"private {state} CreateState<T>({ReadOnlySpan}<T> weights, global::Descent.CompilerServices.MatrixShape shape, global::Descent.StorageOptions? storage)");
        }
        else
        {
            writer.Line($"public {state} CreateState<T>({ReadOnlySpan}<T> weights, global::Descent.StorageOptions? storage = null)");
        }

        using (writer.Block("    " + Generated.Constraint))
        {
            writer.Line($"{Guard}.ElementType<T>();");
            StateEmitter.WriteCreation(writer, rule, members, lines);
        }
    }

    private static void WriteAdd(SourceWriter writer, string state, string memory)
    {
        writer.Line("/// <inheritdoc cref=\"global::Descent.Optimizer.Add{T}(string, T[], T[], global::System.ReadOnlySpan{nint})\"/>");
        writer.Line($"public new global::Descent.Parameter<{state}> Add<T>(string name, {memory}, {ReadOnlySpan}<nint> shape = default)");
        writer.Line("    where T : unmanaged");
        writer.Line($"    => (global::Descent.Parameter<{state}>)base.Add(name, weights, gradients, shape);");
        writer.Line();
    }

    /// <summary>A method of the rule, as the runtime's enumeration names it.</summary>
    public static string Kind(RuleMethod method) => $"global::Descent.CompilerServices.RuleMethod.{method}";

    /// <summary>Writes a method over spans, with the body given.</summary>
    public static void WriteSpansOverload(SourceWriter writer, RuleModel rule, MethodModel method, bool reduces, System.Action<SourceWriter> body)
    {
        writer.Line($"/// <summary>{Summary(method.Kind)}</summary>");
        if (reduces)
        {
            writer.Line("/// <remarks>The rule reduces over the tensor: a slice of one counts as a tensor of its own.</remarks>");
        }

        WriteParameterDocumentation(writer, "T", method);
        writer.Line($"public void {method.Kind}<T>({Parameters(rule, method, "T")})");
        using (writer.Block("    " + Generated.Constraint))
        {
            body(writer);
        }
    }

    /// <summary>Writes the checks that come before the first write of a method over spans.</summary>
    public static void WriteChecks(SourceWriter writer, RuleModel rule, string type, MethodModel method)
    {
        writer.Line($"var step = {Guard}.State<{type}>(weights, state);");
        if (method.TakesGradients)
        {
            writer.Line($"{Guard}.Gradients<{type}>(weights, gradients, state);");
        }

        if (method.Draws.Any())
        {
            writer.Line("state.SeedChance(Options.Seed);");
        }

        if (method.Kind == RuleMethod.Update)
        {
            WriteInputChecks(writer, rule, "state");
            if (rule.BeforeGradient is not null)
            {
                writer.Line($"{Guard}.AwaitsGradient(state);");
            }
        }
        else if (method.Kind == RuleMethod.BeforeGradient)
        {
            // Weights that already stand at the gradient's point stay there.
            writer.Lines("""
                if (state.AwaitsGradient)
                {
                    return;
                }
                """);
            writer.Line();
        }
    }

    /// <summary>Writes the checks that all inputs of the update are bound.</summary>
    public static void WriteInputChecks(SourceWriter writer, RuleModel rule, string state)
    {
        foreach (var input in rule.Inputs)
        {
            writer.Line($"{Guard}.HasInput({state}.{Names.Escape(input.PropertyName)});");
        }
    }

    /// <summary>Writes the reference with the body given.</summary>
    public static void WriteReferenceHeader(SourceWriter writer, RuleModel rule, MethodModel method, System.Action<SourceWriter> body)
    {
        writer.Line("/// <summary>");
        writer.Line($"/// The specification of <c>{method.Kind}</c>: calls the rule's own method for one weight after the other. The fused loop gives {Agreement(rule)}.");
        writer.Line("/// </summary>");
        WriteParameterDocumentation(writer, "double", method);
        using (writer.Block($"public void {ReferenceName(method.Kind)}({Parameters(rule, method, "double")})"))
        {
            body(writer);
        }
    }

    /// <summary>The name of a method's specification.</summary>
    public static string ReferenceName(RuleMethod method) => "Reference" + (method == RuleMethod.Update ? "" : method.ToString());

    /// <summary>How far the loop and the method agree.</summary>
    public static string Agreement(RuleModel rule) => rule.IsRelaxed ? "the same but for rounding" : "the same bits";

    private static string Parameters(RuleModel rule, MethodModel method, string type)
    {
        var gradients = method.TakesGradients ? $"{ReadOnlySpan}<{type}> gradients, " : "";
        return $"{Span}<{type}> weights, {gradients}{TypeNames.State(rule)} state";
    }

    private static string Summary(RuleMethod method) => method switch
    {
        RuleMethod.BeforeGradient => "Moves weights in memory of the caller to the point where their gradients are to be evaluated, unless they stand there.",
        RuleMethod.ToEvaluation => "Moves weights in memory of the caller from where their gradients are taken to where the model is evaluated.",
        RuleMethod.ToTraining => "Moves weights in memory of the caller back from where the model is evaluated to where their gradients are taken.",
        _ => "Updates weights in memory of the caller by one step, allocating nothing. All arguments are checked before the first write.",
    };

    private static void WriteParameterDocumentation(SourceWriter writer, string type, MethodModel method)
    {
        if (type == "T")
        {
            writer.Line("/// <typeparam name=\"T\"><see cref=\"float\"/> or <see cref=\"double\"/>.</typeparam>");
        }

        writer.Line("/// <param name=\"weights\">The weights, updated in place.</param>");
        if (method.TakesGradients)
        {
            writer.Line($"/// <param name=\"gradients\">Their gradients{(method.Kind == RuleMethod.Update ? "" : " before they move")}.</param>");
        }

        writer.Line("/// <param name=\"state\">Their state.</param>");
        writer.Line("/// <exception cref=\"global::System.ArgumentException\">Lengths differ or memory overlaps.</exception>");
    }
}
