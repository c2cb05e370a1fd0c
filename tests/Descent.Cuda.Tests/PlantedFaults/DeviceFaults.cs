using Descent.PlantedFaults;

namespace Descent.Cuda.Tests.PlantedFaults;

/// <summary>Mistakes that somebody could make in what is written for GPUs.</summary>
internal static class DeviceFaults
{
    private const string Ptx = "generator/Descent.Generator/Targets/Ptx/", Runtime = "runtime/Descent.Cuda/", Kernels = Runtime + "Kernels/", Devices = "runtime/Descent/Engine/Devices/";

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
        new("goes on to the column beside instead of the next of its lane", Ptx + "PtxRows.cs", "{_matrix.Column}, {_matrix.Column}, {Text(PtxTotals.Lanes)}", "{_matrix.Column}, {_matrix.Column}, 1"),
        new("lets a row's last block reach into the next row", Ptx + "PtxRows.cs", "min.u32 {end}, {end}, {_width}", "min.u32 {end}, {end}, {count}"),
        new("gives a row the total of the row before", Ptx + "PtxRows.cs", "mad.lo.u32 {place}, {line}, {_blocks}, {place}", "mad.lo.u32 {place}, {line}, 0, {place}"),
        new("goes down a column with the values of its first row", Ptx + "PtxEntry.Matrix.cs", "if (_isOfColumns && rows.Any(IsNeeded))", "if (!_isOfColumns && rows.Any(IsNeeded))"),
        new("goes down a column to the end of the tensor", Ptx + "PtxColumns.cs", "min.u32 {end}, {end}, {matrix.RowsOfBand}", "mov.u32 {end}, {end}"),
        new("reads the next value of a column for this one", Ptx + "PtxEntry.Matrix.cs", "{_matrix!.Columns}, {Text(index)}*", "{_matrix!.Columns}, {Text(index + 1)}*"),
        new("lets a loop over a row read what the one before it stored in fewer bits", "generator/Descent.Generator/Kernels/RulePlan.cs", "!(rule.TargetsCuda && native", "!(rule.IsRelaxed && native"),
        new("takes the first chunk of a row for all", Devices + "DeviceTotals.cs", "numbers[((row * chunks) + chunk) * stride]", "numbers[row * chunks * stride]"),
        new("takes 0 and -0 for the same row of values", Devices + "DeviceLaunch.cs", "!MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(Values)[^width..]).SequenceEqual(MemoryMarshal.AsBytes(row))", "!CollectionsMarshal.AsSpan(Values)[^width..].SequenceEqual(row)"),
        new("has each band begin in the first row", Kernels + "LaunchTables.cs", "AddPiece(tensor, ((long)row * columns) + column, count, count);", "AddPiece(tensor, column, count, count);"),
        new("forgets that a stream waits for another", Runtime + "KernelDevice.Streams.cs", "driver.QueueWait(_order, _stream);", "_ = driver;"),
        new("takes a step for done when what came before it is", Runtime + "KernelDevice.Streams.cs", "driver.SetMark(_marks[step.Number % StepsUnderWay], stream);", "_ = step.Number;"),
        new("waits for the work before a step instead of the step", Runtime + "KernelDevice.Streams.cs", "driver.SetMark(_order, stream);", "_ = stream;"),
        new("takes the totals of the optimizer for those of the tensor", Ptx + "PtxTensorScalars.cs", "Program[leaf].IsOverOptimizer ? ofOptimizer : totals)", "Program[leaf].IsOverOptimizer ? totals : totals)"),
        new("computes what follows from totals in the type of the weights", Ptx + "PtxScalars.cs", "Writer.IsInDoubles = true;", "Writer.IsInDoubles = false;"),
        new("leaves a scalar at the place of the next", Ptx + "PtxTensorScalars.cs", "{values}+{Text(rule.PlaceOf(Method, scalar))}*", "{values}+{Text(rule.PlaceOf(Method, scalar) + 1)}*"),
        new("adds 0 to a total that is alone", Kernels + "TreeText.cs", "setp.eq.u32 %isOne, %count, 1;", "setp.eq.u32 %isOne, %count, 0;"),
        new("takes the first 8,192 totals for all", Kernels + "TreeText.cs", "setp.lt.u32 %hasMore, %start, %count;", "setp.gt.u32 %hasMore, %start, %count;"),
        new("shares a row of values though something follows from totals", Devices + "DeviceLaunch.cs", "rows == 0 || scalars >= 0 || ", "rows == 0 || "),
        new("takes the totals of the first tensor for all", Devices + "DeviceScalars.Tree.cs", "first += (ulong)((long)places * totals * BytesOfTotal);", "first += 0;"),
        new("launches the graph though other loops ran", Kernels + "LaunchRecorder.cs", "!CollectionsMarshal.AsSpan(_captured).SequenceEqual(CollectionsMarshal.AsSpan(_launches))", "_captured.Count != _launches.Count"),
        new("changes a table that loops of the graph still need", Kernels + "LaunchRecorder.cs", "                Break(stream);\n                return;", "                return;"),
        new("takes four weights at once though memory is not aligned for it", Kernels + "WideText.cs", "and.b64 %wide$bits, %wide$bits, 15", "and.b64 %wide$bits, %wide$bits, 3"),
        new("leaves out what four do not divide", Kernels + "WideText.cs", "Add($\"add.u32 {index}, {index}, %wide$end\");", "Add($\"add.u32 {index}, {index}, {loop.Groups[\"count\"].Value}\");"),
        new("gives four weights one register", Kernels + "WideText.cs", "Distinct().ToList();\n        var (index, threads", "Distinct().Skip(1).ToList();\n        var (index, threads"),
        new("takes a plain sum that overflowed for one of ratios", Kernels + "NormText.cs", "selp.f64 %relativeOfTerm, {One}, %relativeOfTerm, %servesTerm;", "selp.f64 %relativeOfTerm, %relativeOfTerm, {One}, %servesTerm;"),
        new("splits no factor for which there is no normal number", Kernels + "LimitText.cs", "or.pred %isWhole, %isNormal, %isZero;\n                cvt.rn.f32.f64", "or.pred %isWhole, %isNormal, %isNormal;\n                not.pred %isZero, %isWhole;\n                or.pred %isWhole, %isWhole, %isZero;\n                cvt.rn.f32.f64"),
        new("takes scales over in a step that is left out", Kernels + "BlockText.cs", "setp.ne.u32 %isLeftOut, %leavesOut, 0;", "setp.lt.u32 %isLeftOut, %leavesOut, 0;"),
        new("runs a loop of a step that is left out", Ptx + "PtxEntry.cs", "setp.ne.u32 {isLeftOut}, {leavesOut}, 0", "setp.lt.u32 {isLeftOut}, {leavesOut}, 0"),
        new("reads a norm before it is there", Runtime + "KernelDevice.Streams.cs", "driver.QueueWait(_marksInside[mark % StepsUnderWay], _reading);", "_ = mark;"),
        new("sets the mark of a norm before the graph that computes it", Runtime + "KernelDevice.Streams.cs", "if (_recorder is null)", "if (mark >= 0)"),
        new("keeps all norms at one place", Devices + "DeviceScan.cs", "(ulong)((_last + 1) % IPendingNorm.Kept)", "(ulong)(_last - _last)"),
        new("adds the bands of a column in another order", Kernels + "BandText.cs", "(4, [0, 1, 2, 3]), (1, [0, 2]), (2, [0])]", "(1, [0, 2, 4, 6]), (2, [0, 4]), (4, [0])]"),
        new("puts the totals of rows together", Kernels + "TreeText.cs", "mul.wide.u32 %at, %thread, %apart;", "mul.wide.u32 %at, %thread, %stride;"),
        new("takes the first chunk of a row for all there", Devices + "DeviceScalars.Lines.cs", "stride, chunks,\n", "stride, 1,\n"),
        new("takes the totals of the tensor for those of the row", Ptx + "PtxLines.cs", "scope.IsWithinTensor() ? ofLine : ofTensor", "scope.IsWithinTensor() ? ofTensor : ofTensor"),
        new("writes the states of rows of a step that is left out", Ptx + "PtxLines.cs", "setp.ne.u32 {isLeftOut}, {leavesOut}, 0", "setp.lt.u32 {isLeftOut}, {leavesOut}, 0"),
        new("reads totals from which states follow before they are there", Devices + "DeviceScalars.Tree.cs", "_mark = _device!.SetMark();", "_ = _mark;"),
    ];
}
