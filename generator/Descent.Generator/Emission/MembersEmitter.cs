using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Reading;

namespace Descent.Generator.Emission;

/// <summary>Writes the public members of an optimizer: adding parameters, making state, updating spans, the reference.</summary>
internal static class MembersEmitter
{
    private const string Span = "global::System.Span";
    private const string ReadOnlySpan = "global::System.ReadOnlySpan";
    private const string Guard = "global::Descent.CompilerServices.Guard";

    public static void WriteAdd(SourceWriter writer, RuleModel rule)
    {
        var state = StateEmitter.QualifiedName(rule, "T");
        writer.Line("/// <inheritdoc cref=\"global::Descent.Optimizer.Add{T}(string, T[], T[], global::System.ReadOnlySpan{int})\"/>");
        writer.Line($"public new global::Descent.Parameter<T, {state}> Add<T>(string name, T[] weights, T[]? gradients = null, {ReadOnlySpan}<int> shape = default)");
        writer.Line("    " + Generated.Constraint);
        writer.Line($"    => (global::Descent.Parameter<T, {state}>)base.Add(name, weights, gradients, shape);");
        writer.Line();
        writer.Line("/// <inheritdoc cref=\"global::Descent.Optimizer.Add{T}(string, T[], T[], global::System.ReadOnlySpan{int})\"/>");
        writer.Line($"public new global::Descent.Parameter<T, {state}> Add<T>(string name, global::System.Memory<T> weights, global::System.ReadOnlyMemory<T> gradients = default, {ReadOnlySpan}<int> shape = default)");
        writer.Line("    " + Generated.Constraint);
        writer.Line($"    => (global::Descent.Parameter<T, {state}>)base.Add(name, weights, gradients, shape);");
        writer.Line();
        writer.Line("/// <summary>Allocates state for weights that are updated through spans.</summary>");
        writer.Line("/// <typeparam name=\"T\"><see cref=\"float\"/> or <see cref=\"double\"/>.</typeparam>");
        writer.Line("/// <param name=\"weights\">The weights.</param>");
        writer.Line("/// <returns>State of as many values, at step 0.</returns>");
        writer.Line("/// <exception cref=\"global::System.NotSupportedException\"><typeparamref name=\"T\"/> is neither <see cref=\"float\"/> nor <see cref=\"double\"/>.</exception>");
        writer.Line($"public {state} CreateState<T>({ReadOnlySpan}<T> weights)");
        using (writer.Block("    " + Generated.Constraint))
        {
            var initial = string.Concat(rule.States.Where(model => model.Source == StateSource.Hyperparameter).Select(model => ", " + Names.Escape(model.Hyperparameter!)));
            writer.Line($"{Guard}.ElementType<T>();");
            writer.Line($"return new {state}(weights{initial});");
        }
    }

    /// <summary>Writes <c>Update</c> over spans, with the body given; the method is there if the rule compiles.</summary>
    public static void WriteUpdate(SourceWriter writer, RuleModel rule, LoweredMethod? method, System.Action<SourceWriter> body)
    {
        writer.Line("/// <summary>Updates weights in memory of the caller by one step, allocating nothing. All arguments are checked before the first write.</summary>");
        if (method is not null && HasReductions(method.Program))
        {
            writer.Line("/// <remarks>The rule reduces over the tensor: a slice of one counts as a tensor of its own.</remarks>");
        }

        WriteParameterDocumentation(writer, "T", hasGradients: true);
        writer.Line($"public void Update<T>({Span}<T> weights, {ReadOnlySpan}<T> gradients, {StateEmitter.QualifiedName(rule, "T")} state)");
        using (writer.Block("    " + Generated.Constraint))
        {
            body(writer);
        }
    }

    public static void WriteBeforeGradient(SourceWriter writer, RuleModel rule, System.Action<SourceWriter> body)
    {
        writer.Line("/// <summary>Moves weights in memory of the caller to the point where their gradients are to be evaluated, unless they stand there.</summary>");
        WriteParameterDocumentation(writer, "T", hasGradients: false);
        writer.Line($"public void BeforeGradient<T>({Span}<T> weights, {StateEmitter.QualifiedName(rule, "T")} state)");
        using (writer.Block("    " + Generated.Constraint))
        {
            body(writer);
        }
    }

    private static bool HasReductions(Program program) => program.Instructions.Items.Any(instruction => instruction.Opcode == Opcode.Reduce);

    /// <summary>Writes the checks that come before the first write of a spans overload.</summary>
    public static void WriteChecks(SourceWriter writer, string type, bool hasGradients, bool awaitsGradient)
    {
        writer.Line($"var step = {Guard}.State<{type}>(weights, state);");
        if (hasGradients)
        {
            writer.Line($"{Guard}.Gradients<{type}>(weights, gradients);");
        }

        if (awaitsGradient)
        {
            writer.Line($"{Guard}.AwaitsGradient(state);");
        }
    }

    /// <summary>Writes the reference with the body given.</summary>
    public static void WriteReferenceHeader(SourceWriter writer, RuleModel rule, bool isUpdate, System.Action<SourceWriter> body)
    {
        var name = isUpdate ? "Reference" : "ReferenceBeforeGradient";
        writer.Line("/// <summary>");
        writer.Line($"/// The specification of <c>{(isUpdate ? "Update" : "BeforeGradient")}</c>: calls the rule's own method for one weight after the other. The fused loop gives the same bits.");
        writer.Line("/// </summary>");
        WriteParameterDocumentation(writer, "double", isUpdate);
        var gradients = isUpdate ? $"{ReadOnlySpan}<double> gradients, " : "";
        using (writer.Block($"public void {name}({Span}<double> weights, {gradients}{StateEmitter.QualifiedName(rule, "double")} state)"))
        {
            body(writer);
        }
    }

    /// <summary>Writes the override that makes a parameter with the rule's state.</summary>
    public static void WriteCreateParameter(SourceWriter writer, RuleModel rule)
    {
        writer.Line("/// <inheritdoc/>");
        writer.Line($"protected override global::Descent.Parameter<T> CreateParameter<T>(string name, global::System.Memory<T> weights, global::System.ReadOnlyMemory<T> gradients, {ReadOnlySpan}<int> shape)");
        writer.Line($"    => new global::Descent.Parameter<T, {StateEmitter.QualifiedName(rule, "T")}>(name, weights, gradients, shape, CreateState<T>(weights.Span));");
    }

    /// <summary>Weights that already stand at the gradient's point stay there.</summary>
    public static void WriteReturnIfAwaiting(SourceWriter writer)
    {
        writer.Lines("""
            if (state.AwaitsGradient)
            {
                return;
            }

            """);
        writer.Line();
    }

    private static void WriteParameterDocumentation(SourceWriter writer, string type, bool hasGradients)
    {
        if (type == "T")
        {
            writer.Line("/// <typeparam name=\"T\"><see cref=\"float\"/> or <see cref=\"double\"/>.</typeparam>");
        }

        writer.Line("/// <param name=\"weights\">The weights, updated in place.</param>");
        if (hasGradients)
        {
            writer.Line("/// <param name=\"gradients\">Their gradients.</param>");
        }

        writer.Line("/// <param name=\"state\">Their state.</param>");
        writer.Line("/// <exception cref=\"global::System.ArgumentException\">Lengths differ or memory overlaps.</exception>");
    }
}
