"""A small REDCap project of our own, for tests that must run without the files made by others."""

DICTIONARY = """"Variable / Field Name","Form Name","Section Header","Field Type","Field Label","Choices, Calculations, OR Slider Labels","Field Note","Text Validation Type OR Show Slider Number","Text Validation Min","Text Validation Max",Identifier?,"Branching Logic (Show field only if...)","Required Field?","Field Annotation"
record_id,about_you,,text,"Record ID",,,,,,,,,
nickname,about_you,"Who you are",text,"Nickname",,,,,,y,,,
born,about_you,,text,"Date of birth",,,date_ymd,,,,,,
sleep,about_you,,radio,"<b>How</b> do you sleep?","0, Badly | 1, Well | 2, Very well",,,,,,,,
why,about_you,,notes,"Why?",,,,,,,"[sleep] = '0'",,
nights,about_you,,text,"Bad nights",,,integer,0,31,,"[sleep] = '0'",,
likes,about_you,,checkbox,"What do you like?","1, Music | b, Sport | 3, Cooking",,,,,,,,
total,about_you,,calc,"Total","[nights]+1",,,,,,,,
mood,how_it_went,,dropdown,"Mood","low, Low | high, High",,,,,,,,@HIDDEN
height,how_it_went,,text,"Height",,,number_comma_decimal,,,,,,
safe,how_it_went,,yesno,"Do you feel safe?",,,,,,,,,
place,how_it_went,,slider,"Place on the line","0 | 50 | 100",,,,,,,,
"""  # noqa: E501 - one field a line, as REDCap writes it

COLUMNS = (
    "record_id,redcap_event_name,redcap_data_access_group,nickname,born,sleep,why,nights,likes___1,likes___b,likes___3,"
    "total,about_you_complete,mood,height,safe,place,how_it_went_complete"
)
EXPORT = (
    COLUMNS
    + """
7,first_arm_1,north,Kit,2004-02-01,0,noise,3,1,0,1,4,2,low,"1,62",1,50,2
7,second_arm_1,,,,,,,,,,,,high,"1,63",0,,0
8,first_arm_1,south,Lou,2005-03-02,1,,,0,0,0,,2,,,,,0
9,first_arm_1,,Max,2005-04-02,Badly,,many,0,1,0,,1,,tall,Yes,7,
"""
)
