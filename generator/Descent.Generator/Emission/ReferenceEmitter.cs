using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Descent.Generator.Model;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;
using Descent.Generator.Targets.CSharp;

namespace Descent.Generator.Emission;

/// <summary>
/// Writes the specification as code: the author's method, called for one weight after the other. A rule that reduces is replayed: run
/// over all weights until every total is known, on copies, of which the last is kept. A rule that needs the whole optimizer is replayed
/// over all its parameters.
/// </summary>
internal sealed class ReferenceEmitter
{
    private const string Guard = "global::Descent.CompilerServices.Guard";
    private const string Replay = "global::Descent.CompilerServices.ReductionReplay";

    /// <summary>The names of its locals that are always the same.</summary>
    private static readonly string[] s_locals = ["weights", "gradients", "state", "step", "i", "replay", "parameter", "newWeights", "result", "results", "rate"];

    private readonly RuleModel _rule;
    private readonly MethodModel _method;
    private readonly MemberNames _members;
    private readonly Dictionary<ParameterModel, StateModel> _states;
    private readonly Dictionary<ParameterModel, string> _before;
    private readonly Dictionary<ParameterModel, string> _after;
    private readonly Dictionary<ParameterModel, string> _inputs;
    private readonly Dictionary<ParameterModel, string> _draws;
    private readonly Dictionary<string, string> _spans;

    private ReferenceEmitter(RuleModel rule, MethodModel method, MemberNames members)
    {
        (_rule, _method, _members) = (rule, method, members);
        var names = new Names([.. s_locals, method.Name, .. members.OfOptimizer]);
        var parameters = method.Parameters.Where(parameter => parameter.Role == ParameterRole.State).ToList();
        _states = parameters.ToDictionary(parameter => parameter, parameter => rule.States.First(state => state.Slot == parameter.Slot));
        _before = parameters.ToDictionary(parameter => parameter, parameter => names.Unique(Names.Camel(parameter.Name)));
        _after = parameters.ToDictionary(parameter => parameter, parameter => names.Unique("new" + Names.Pascal(parameter.Name)));
        _inputs = method.Parameters.Where(parameter => parameter.Role == ParameterRole.Input).ToDictionary(parameter => parameter, parameter => names.Unique(Names.Camel(parameter.Name)));
        _draws = method.Draws.ToDictionary(draw => draw, draw => names.Unique(Names.Camel(draw.Name) + "Draws"));
        _spans = method.Parameters.Select(parameter => parameter.Span).OfType<string>().Distinct().ToDictionary(span => span, span => names.Unique(Names.Camel(span)));
    }

    private IEnumerable<ParameterModel> Scalars => _states.Where(state => !IsInMemory(state.Key)).Select(state => state.Key);

    /// <summary>The square states, of which a replay changes one copy, once.</summary>
    private IEnumerable<ParameterModel> Squares => _states.Keys.Where(state => state.IsSquare);

    private IEnumerable<ParameterModel> Written => _states.Where(state => IsInMemory(state.Key) && state.Key is { IsByReference: true, IsSquare: false }).Select(state => state.Key);

    /// <summary>The written states with one value for each row or column, which all of its weights read as it was before.</summary>
    private IEnumerable<ParameterModel> Shared => Written.Where(state => _states[state].Scope != Axes.Weight);

    public static void Write(SourceWriter writer, RuleModel rule, MethodModel method, MemberNames members)
    {
        var emitter = new ReferenceEmitter(rule, method, members);
        if (method.IsObsolete)
        {
            AuthorsMethod.WriteCall(writer, rule, method, members);
            writer.Line();
        }

        if (rule.IsOverOptimizer)
        {
            emitter.WriteOverOptimizer(writer);
        }
        else
        {
            MembersEmitter.WriteReferenceHeader(writer, rule, method, emitter.WriteOverTensor);
        }
    }

    private string NextTensor => _rule.IsOfMatrices ? "replay.NextTensor(state.Rows, state.Columns);" : "replay.NextTensor();";

    private void WriteOverTensor(SourceWriter writer)
    {
        MembersEmitter.WriteChecks(writer, _rule, "double", _method);
        WriteRate(writer);
        WriteLocals(writer);
        if (MayReduce || _rule.IsOfMatrices)
        {
            WriteDeclarations(writer);
            WriteSquares(writer);
            writer.Line($"using var replay = new {Replay}();");
            writer.Line("do");
            writer.Line("{");
            using (writer.Indented())
            {
                writer.Line(NextTensor);
                WriteCopies(writer, "");
                WriteRun(writer, "newWeights", parameter => parameter.IsByReference ? _after[parameter] : _before[parameter], "replay.NextWeight();");
            }

            writer.Line("}");
            writer.Line("while (!replay.EndRun());");
            writer.Line();
            WriteResults(writer);
        }
        else
        {
            WriteRun(writer, "weights", parameter => _before[parameter], beforeEach: null);
        }

        writer.Line();
        foreach (var state in Written.Where(HasStorage))
        {
            writer.Line($"state.{Names.Escape(_states[state].PropertyName)}.Encode({_before[state]});");
        }

        WriteEnd(writer);
    }

    /// <summary>Whether the author's method, or a helper of the rule, asks for a total, even one that no loop needs because nothing uses it.</summary>
    private bool MayReduce
        => _rule.Functions.Select(function => function.Body).Append(_method.Body).Any(body => body.Instructions.Items.Any(instruction => instruction.Opcode is Opcode.Reduce or Opcode.Length or Opcode.Rows or Opcode.Columns or Opcode.Whole));

    private void WriteOverOptimizer(SourceWriter writer)
    {
        var name = MembersEmitter.ReferenceName(_method.Kind);
        var tensor = TypeNames.State(_rule);
        writer.Line("/// <summary>");
        writer.Line($"/// The specification of <c>{(_method.Kind == RuleMethod.Update ? "Step" : _method.Kind.ToString())}</c>: calls the rule's own method for one weight after the other, of all parameters. The fused loops give {MembersEmitter.Agreement(_rule)}.");
        writer.Line("/// </summary>");
        writer.Line("/// <exception cref=\"global::System.InvalidCastException\">A parameter is not of <see cref=\"double\"/>.</exception>");
        using (writer.Block($"public void {name}()"))
        {
            writer.Line("global::System.Collections.Generic.List<global::System.Action> results;");
            writer.Line($"using var replay = new {Replay}();");
            writer.Line("do");
            writer.Line("{");
            using (writer.Indented())
            {
                writer.Line("results = new();");
                using (writer.Block("foreach (var parameter in Parameters)"))
                {
                    using (writer.Block($"if ({TakesPart})"))
                    {
                        writer.Line(_rule.IsOfMatrices ? "replay.NextTensor(parameter.State.Rows, parameter.State.Columns);" : "replay.NextTensor();");
                        writer.Line($"results.Add({name}((global::Descent.Parameter<{tensor}>)parameter, replay));");
                    }
                }
            }

            writer.Line("}");
            writer.Line("while (!replay.EndRun());");
            writer.Line();
            using (writer.Block("foreach (var result in results)"))
            {
                writer.Line("result();");
            }

            if (_rule.HasOptimizerStates)
            {
                writer.Line();
                writer.Line("CompiledRule.Commit();");
            }
        }

        writer.Line();
        writer.Line("/// <summary>Runs one tensor on copies; the result puts them in their place.</summary>");
        using (writer.Block($"private global::System.Action {name}(global::Descent.Parameter<{tensor}> parameter, {Replay} replay)"))
        {
            writer.Line("var weights = parameter.Weights.Span<double>();");
            if (_method.TakesGradients)
            {
                writer.Line("var gradients = parameter.Gradients.ReadOnlySpan<double>();");
            }

            writer.Line("var state = parameter.State;");
            writer.Line("var step = state.StepCount + 1;");
            WriteRate(writer);
            if (_draws.Count > 0)
            {
                writer.Line("state.SeedChance(Options.Seed);");
            }

            WriteLocals(writer);
            WriteCopies(writer, "var ");
            WriteRun(writer, "newWeights", parameter => parameter.IsByReference ? _after[parameter] : _before[parameter], "replay.NextWeight();");
            writer.Line();
            writer.Line("return () =>");
            writer.Line("{");
            using (writer.Indented())
            {
                writer.Line($"{Copied("newWeights")}.CopyTo(parameter.Weights.Span<double>());");
                foreach (var state in Written)
                {
                    writer.Line($"parameter.State.{Names.Escape(_states[state].PropertyName)}.CopyFrom<double>({_after[state]});");
                }

                WriteEnd(writer);
            }

            writer.Line("};");
        }
    }

    /// <summary>Which parameters of the optimizer the method runs over.</summary>
    private string TakesPart => "!parameter.IsFrozen"
        + (_method.TakesGradients ? " && parameter.HasGradients" : "")
        + (_method.Kind == RuleMethod.BeforeGradient ? " && !parameter.State.AwaitsGradient" : "");

    /// <summary>Takes the parameter's own learning rate, where a parameter may have one.</summary>
    private void WriteRate(SourceWriter writer)
    {
        if (_rule.Hyperparameters.Any(hyperparameter => hyperparameter.Role == HyperparameterRole.LearningRate))
        {
            writer.Line("using var rate = CompiledRule.ScaleRate(state);");
        }
    }

    private void WriteLocals(SourceWriter writer)
    {
        foreach (var state in _states)
        {
            writer.Line($"var {_before[state.Key]} = {(state.Value.Scope == Axes.Optimizer ? "" : "state.")}{Names.Escape(state.Value.PropertyName)}{(!IsInMemory(state.Key) ? "" : HasStorage(state.Key) ? ".Decode()" : ".Span<double>()")};");
        }

        foreach (var scalar in Scalars)
        {
            writer.Line($"var {_after[scalar]} = {_before[scalar]};");
        }

        foreach (var draw in _draws)
        {
            writer.Line($"var {draw.Value} = state.DrawsOf(use: {draw.Key.Use.ToString(CultureInfo.InvariantCulture)}, start: 0);");
        }

        foreach (var input in _inputs)
        {
            writer.Line($"var {input.Value} = state.{Names.Escape(_rule.Inputs.First(model => model.Name == input.Key.Name).PropertyName)}.ReadOnlySpan<double>();");
        }
    }

    private void WriteDeclarations(SourceWriter writer)
    {
        writer.Line("double[] newWeights;");
        foreach (var state in Written)
        {
            writer.Line($"double[] {_after[state]};");
        }
    }

    private void WriteCopies(SourceWriter writer, string declaration)
    {
        writer.Line($"{declaration}newWeights = weights.ToArray();");
        foreach (var state in Written)
        {
            writer.Line($"{declaration}{_after[state]} = {_before[state]}.ToArray();");
        }
    }

    private void WriteResults(SourceWriter writer)
    {
        writer.Line($"{Copied("newWeights")}.CopyTo(weights);");
        foreach (var state in Written)
        {
            writer.Line($"{Copied(_after[state])}.CopyTo({_before[state]});");
        }

        foreach (var square in Squares)
        {
            writer.Line($"{_after[square]}.Values.CopyTo({_before[square]});");
        }
    }

    private void WriteSquares(SourceWriter writer)
    {
        foreach (var square in Squares)
        {
            writer.Line($"var {_after[square]} = new global::Descent.SquareMatrix({_before[square]});");
        }
    }

    private void WriteEnd(SourceWriter writer)
    {
        foreach (var scalar in Scalars.Where(scalar => scalar.IsByReference))
        {
            writer.Line($"{_members.ScalarTarget(scalar.Slot!)} = {_after[scalar]};");
        }

        writer.Line($"{Guard}.Done({MembersEmitter.Kind(_method.Kind)}, state, step);");
    }

    /// <summary>An array as a span, whose methods need no using directive.</summary>
    private static string Copied(string array) => $"((global::System.ReadOnlySpan<double>){array})";

    private void WriteRun(SourceWriter writer, string weights, System.Func<ParameterModel, string> state, string? beforeEach)
    {
        foreach (var span in _spans)
        {
            writer.Line($"global::System.Span<double> {span.Value} = new double[{_method.Parameters.Count(parameter => parameter.Span == span.Key).ToString(CultureInfo.InvariantCulture)}];");
        }

        var arguments = _method.Parameters.Where(parameter => parameter.Element == 0).Select(parameter => parameter.Span is { } span ? _spans[span] : Argument(parameter));
        using (writer.Block("for (var i = 0; i < weights.Length; i++)"))
        {
            if (beforeEach is not null)
            {
                writer.Line(beforeEach);
            }

            foreach (var scalar in Scalars.Where(scalar => scalar.IsByReference && scalar.Span is null))
            {
                writer.Line($"{_after[scalar]} = {_before[scalar]};");
            }

            foreach (var shared in Shared.Where(shared => shared.Span is null))
            {
                writer.Line($"{state(shared)}[{Index(shared)}] = {_before[shared]}[{Index(shared)}];");
            }

            foreach (var element in Elements)
            {
                writer.Line($"{Element(element)} = {(IsInMemory(element) ? $"{(_states[element].Scope == Axes.Weight ? state(element) : _before[element])}[{Index(element)}]" : _before[element])};");
            }

            writer.Line($"{AuthorsMethod.Name(_rule, _method, _members, s_locals)}({string.Join(", ", arguments)});");
            foreach (var element in Elements)
            {
                writer.Line($"{(IsInMemory(element) ? $"{state(element)}[{Index(element)}]" : _after[element])} = {Element(element)};");
            }
        }

        string Argument(ParameterModel parameter) => (parameter is { IsByReference: true, IsSquare: false } ? "ref " : "") + parameter.Role switch
        {
            ParameterRole.Weight => weights + "[i]",
            ParameterRole.Gradient => "gradients[i]",
            ParameterRole.Input => _inputs[parameter] + "[i]",
            ParameterRole.Step => "step",
            _ when parameter.IsSquare => _after[parameter],
            ParameterRole.Random => $"{_draws[parameter]}.{parameter.Distribution}(i)",
            _ => IsInMemory(parameter) ? $"{state(parameter)}[{Index(parameter)}]" : _after[parameter],
        };
    }

    /// <summary>Whether users choose how a state is kept.</summary>
    private bool HasStorage(ParameterModel parameter) => _states[parameter].Scope == Axes.Weight && !parameter.IsSquare;

    /// <summary>Whether a state is memory, not one value.</summary>
    private bool IsInMemory(ParameterModel parameter) => _states[parameter].Scope.IsWithinTensor();

    /// <summary>Where the value of the weight at hand is in a state's memory.</summary>
    private string Index(ParameterModel parameter) => _states[parameter].Scope switch
    {
        Axes.Row => "i / state.Columns",
        Axes.Column => "i % state.Columns",
        _ => "i",
    };

    /// <summary>The values of states that the method takes as spans.</summary>
    private IEnumerable<ParameterModel> Elements => _method.Parameters.Where(parameter => parameter.Span is not null);

    private string Element(ParameterModel element) => $"{_spans[element.Span!]}[{element.Element.ToString(CultureInfo.InvariantCulture)}]";
}
