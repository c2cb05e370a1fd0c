using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Descent.Generator.Analysis;
using Descent.Generator.Model;
using Descent.Generator.Analyzers.Mathematics;
using Descent.Generator.IR;
using Descent.Generator.Passes;
using Descent.Generator.Reading;
using Descent.Generator.Trials;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Descent.Generator.Analyzers;

/// <summary>What the checks see of a rule that has no error.</summary>
/// <param name="Model">The rule.</param>
/// <param name="Methods">Its methods: the update, then those that only move weights.</param>
/// <param name="Symbol">Its class.</param>
/// <param name="Sites">The C# that a site stands for.</param>
/// <param name="Cancellation">Ends the checks.</param>
internal sealed record RuleUnderCheck(
    RuleModel Model,
    ImmutableArray<MethodUnderCheck> Methods,
    INamedTypeSymbol Symbol,
    IReadOnlyList<SyntaxNode> Sites,
    CancellationToken Cancellation)
{
    /// <summary>The site of the class itself, which no instruction has.</summary>
    public const int SiteOfClass = -2;

    public MethodUnderCheck Update => Methods[0];

    /// <summary>The bodies as they were written, helpers inlined, in the order of the methods.</summary>
    public IReadOnlyList<Program> Bodies { get; } = [.. Methods.Select(method => method.Written)];

    /// <summary>Between what the values of each method's simplified body lie.</summary>
    public IReadOnlyList<MethodIntervals> Intervals { get; } = Analysis.Intervals.Of(Model, [.. Methods.Select(method => method.Simplified)]);

    /// <summary>What is known of the values of the update.</summary>
    public Values Values => field ??= Values.Of(this, Update);

    /// <summary>The moving averages of the update.</summary>
    public ImmutableArray<MovingAverage> Averages => field.IsDefault ? field = [.. MovingAverage.All(this)] : field;

    /// <summary>The bias corrections of the update.</summary>
    public ImmutableArray<BiasCorrection> BiasCorrections => field.IsDefault ? field = [.. BiasCorrection.All(this)] : field;

    /// <summary>How the change of a weight scales.</summary>
    public ScaleDegrees ScaleDegrees => field ??= ScaleDegrees.Of(Model, Bodies);

    /// <summary>Which of its hyperparameters are learning rates and which are weight decays.</summary>
    public Roles Roles => field ??= Roles.Of(Model, Bodies);

    public static RuleUnderCheck Of(RuleModel model, INamedTypeSymbol symbol, RuleReading reading, CancellationToken cancellation) => new(
        model,
        [.. model.Methods.Zip(PassPipeline.Simplify(model, cancellation), (method, simplified) => MethodUnderCheck.Of(method, model, simplified))],
        symbol,
        reading.Sites,
        cancellation);

    /// <summary>A finding about the update as a whole: at what the weight becomes, beginning with the name of the weight.</summary>
    public Finding OfUpdate(string id, params object[] arguments)
    {
        var store = Update.Written.Instructions.Last(instruction => instruction is { Opcode: Opcode.Store, Slot.Kind: SlotKind.Weight });
        var weight = Update.Model.Parameters.First(parameter => parameter.Role == ParameterRole.Weight).Name;
        return new(id, Update.Written[store.Operands[0]].Site, [weight, .. arguments]);
    }

    /// <summary>How the author calls a value, or what was written for it.</summary>
    public string TextOf(Instruction instruction) => instruction.Hint ?? WrittenAt(instruction);

    /// <summary>What was written for a value.</summary>
    public string WrittenAt(Instruction instruction) => instruction.Site < 0 ? "" : Sites[instruction.Site] switch
    {
        ParameterSyntax parameter => parameter.Identifier.Text,
        PropertyDeclarationSyntax property => property.Identifier.Text,
        var syntax => syntax.ToString(),
    };

    /// <summary>The place of a site: of a declaration its name, of an expression all of it.</summary>
    public Location LocationOf(int site) => site switch
    {
        SiteOfClass => RuleReader.Declaration(Symbol, Cancellation)!.Identifier.GetLocation(),
        < 0 => Location.None,
        _ => Sites[site] switch
        {
            ParameterSyntax parameter => parameter.Identifier.GetLocation(),
            PropertyDeclarationSyntax property => property.Identifier.GetLocation(),
            var syntax => syntax.GetLocation(),
        },
    };
}

/// <summary>One method of a rule under check.</summary>
/// <param name="Model">The method; its body is as it was read, calls included.</param>
/// <param name="Written">The body with helpers inlined and nothing else done: every computation that was written is in it.</param>
/// <param name="Simplified">The body folded, simplified and shared.</param>
/// <param name="Axes">What each value of <paramref name="Simplified"/> depends on.</param>
internal sealed record MethodUnderCheck(MethodModel Model, Program Written, Program Simplified, ImmutableArray<Axes> Axes)
{
    public static MethodUnderCheck Of(MethodModel method, RuleModel rule, Program simplified)
        => new(method, InlineHelpers.Run(method.Body, rule.Functions), simplified, [.. Analysis.AxesOf.Values(simplified)]);
}
