using System.Globalization;
using Digits.Shared;
using Lectures;

const string usage = "Usage: Lectures [--output FOLDER]    (FOLDER is lectures unless said)";

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string folder;
switch (args)
{
    case []:
        folder = "lectures";
        break;
    case ["--output", var path] when !string.IsNullOrWhiteSpace(path) && !File.Exists(path):
        folder = path;
        break;
    case ["--help" or "-h"]:
        Console.WriteLine(usage);
        return 0;
    default:
        Console.Error.WriteLine($"Lectures: cannot use '{string.Join(' ', args)}'. {usage}");
        return 2;
}

try
{
    Console.WriteLine(LectureSite.Write(folder, Console.Out));
    return 0;
}
catch (InputException mistake)
{
    Console.Error.WriteLine($"Lectures: {mistake.Message}");
    return 2;
}
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"Lectures: cannot write to '{folder}': {exception.Message}");
    return 1;
}
