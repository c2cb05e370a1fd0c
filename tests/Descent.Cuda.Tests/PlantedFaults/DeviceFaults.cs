using Descent.PlantedFaults;

namespace Descent.Cuda.Tests.PlantedFaults;

/// <summary>Mistakes that somebody could make in what is written for GPUs.</summary>
internal static class DeviceFaults
{
    private const string Ptx = "generator/Descent.Generator/Targets/Ptx/", Kernels = "runtime/Descent.Cuda/Kernels/";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<SourceFault> All { get; } =
    [
        new("takes the sign of the wrong operand", Ptx + "PtxInstructions.cs", "copysign{PtxRegister.Real} {result}, {operands[1]}, {operands[0]}", "copysign{PtxRegister.Real} {result}, {operands[0]}, {operands[1]}"),
        new("lets != be false of NaN", Ptx + "PtxInstructions.cs", "[Opcode.NotEqual] = Compared(\"neu\")", "[Opcode.NotEqual] = Compared(\"ne\")"),
        new("adds 0 to every product", Ptx + "PtxInstructions.cs", "[Opcode.Multiply] = Real(\"mul.rn\")", "[Opcode.Multiply] = (writer, result, operands) => writer.Line($\"fma.rn{PtxRegister.Real} {result}, {operands[0]}, {operands[1]}, {Number(0)}\")"),
        new("rounds halves away from zero towards it", Ptx + "PtxInstructions.cs", "[Opcode.Round] = Rounded(\"rni\")", "[Opcode.Round] = Rounded(\"rzi\")"),
        new("chooses the other condition", Ptx + "PtxInstructions.cs", "and.pred {otherwise}, {otherwise}, {operands[2]}", "and.pred {otherwise}, {otherwise}, {operands[1]}"),
        new("takes -0 for the larger of two zeros", Ptx + "PtxInstructions.cs", "{(isMax ? \"and\" : \"or\")}{bits} {firstBits}", "{(isMax ? \"or\" : \"and\")}{bits} {firstBits}"),
        new("forgets that an extreme of NaN is NaN", Ptx + "PtxInstructions.cs", "selp{real} {result}, {sum}, {result}, {isNaN}", "selp{real} {result}, {result}, {sum}, {isNaN}"),
        new("clamps between limits that are the wrong way round", Ptx + "PtxInstructions.cs", "setp.gt{PtxRegister.Real} {isEmpty}, {operands[1]}, {operands[2]}", "setp.lt{PtxRegister.Real} {isEmpty}, {operands[2]}, {operands[2]}"),
        new("gives the sign of NaN as 0", Ptx + "PtxInstructions.cs", "selp{PtxRegister.Real} {result}, {operands[0]}, {result}, {isNaN}", "selp{PtxRegister.Real} {result}, {result}, {result}, {isNaN}"),
        new("exchanges the arms of a choice", Ptx + "PtxInstructions.cs", "selp{PtxRegister.Real} {result}, {operands[1]}, {operands[2]}, {operands[0]}", "selp{PtxRegister.Real} {result}, {operands[2]}, {operands[1]}, {operands[0]}"),
        new("takes masks that differ for the same", Ptx + "PtxEntry.Values.cs", "_writer.Line($\"not.pred {result}, {result}\");", "_writer.Line($\"mov.pred {result}, {result}\");"),
        new("reads a scalar from the place beside it", Ptx + "PtxProgram.cs", "PtxEntry.Factors + ((List<int>)[.. _values[method]]).IndexOf(scalar)", "PtxEntry.Factors + System.Math.Max(0, ((List<int>)[.. _values[method]]).IndexOf(scalar) - 1)"),
        new("cuts bfloat16 off", Kernels + "StorageText.cs", "$\"add.u32 {bits}, {bits}, 0x7fff\", $\"add.u32 {bits}, {bits}, {bits}Last\", ", ""),
        new("rounds bfloat16 halves away from zero", Kernels + "StorageText.cs", "$\"and.b32 {bits}Last, {bits}Last, 1\"", "$\"mov.b32 {bits}Last, 1\""),
        new("stores another NaN as bfloat16", Kernels + "StorageText.cs", "$\"@{bits}IsNaN mov.b32 {bits}, 0xffc0\"", "$\"@{bits}IsNaN mov.b32 {bits}, 0x7f80\""),
    ];
}
